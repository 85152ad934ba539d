"""医保基金监管: supervision rules, declared once, evaluated in real time and in batch alike."""
