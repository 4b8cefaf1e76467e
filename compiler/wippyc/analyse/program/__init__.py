"""What can be read off a program without knowing values."""
