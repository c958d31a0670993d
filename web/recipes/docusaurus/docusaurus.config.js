export default {
  title: "Custom losses",
  url: "https://docs.example",
  baseUrl: "/",
  onBrokenLinks: "throw",
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, sitemap: false }]],
};
