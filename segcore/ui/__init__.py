"""The pieces of the screens: with app.py and pages/, the only code that imports streamlit."""
