"""The tables of how prices moved with peace, and of minerals."""
