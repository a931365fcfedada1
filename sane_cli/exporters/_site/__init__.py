"""The static site: pages, data for the filter in the browser, feed, redirects and downloads."""
