"""What every app needs to know about languages: their names, directions, columns and slugs."""
