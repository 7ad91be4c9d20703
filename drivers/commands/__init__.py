"""The commands behind `hall card` and `hall devices`; heavy imports stand inside the commands."""
