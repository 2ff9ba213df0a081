// Everything works without this file; it makes some of it quicker.
document.documentElement.classList.add("has-script");
