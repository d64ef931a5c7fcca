// Starts the documentation of the REST interface, without an inline script.
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("swagger-ui");
  window.SwaggerUIBundle({
    url: box.dataset.url,
    dom_id: "#swagger-ui",
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
