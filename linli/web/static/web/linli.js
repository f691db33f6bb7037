/* Linli: what a page can do better with script. Every form works without it. */
