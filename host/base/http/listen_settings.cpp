#include "http/listen_settings.hpp"

#include "http/address.hpp"

namespace antrean::http {

ListenSettings read_listen_settings(settings::Section& section, std::string_view address_key,
                                    std::uint16_t usual_port) {
  ListenSettings result;
  result.address = section.text(address_key, {.pattern = {}, .example = {}, .fallback = result.address});
  result.port =
      static_cast<std::uint16_t>(section.integer("port", {.least = 0, .most = 65'535, .fallback = usual_port}));
  for (const auto& text : section.texts("names", std::vector<std::string>{})) {
    if (const auto name = parse_site_name(text)) {
      result.site.names.push_back(*name);
    } else {
      section.problem("names", "'" + text +
                                   "' is no name that people reach this server by; write it as antrean.example.go.id, "
                                   "with a port when it is not 443 (http:// is for this machine's own names only)");
    }
  }
  for (const auto& text : section.texts("trusted_proxies", std::vector<std::string>{})) {
    if (!result.site.trusted_proxies.add(text)) {
      section.problem("trusted_proxies",
                      "'" + text +
                          "' is no address of a proxy; write it as 10.1.2.3, or a network of them as 10.1.2.0/28 "
                          "(nothing set behind its length; everybody is no answer)");
    }
  }
  if (section.wrong(address_key)) {
    return result;
  }
  if (!can_listen_at(result.address)) {
    section.problem(address_key, "'" + result.address +
                                     "' is no address to listen at; 127.0.0.1 is this machine alone, 0.0.0.0 every "
                                     "network, others as `ip address` lists them");
  } else if (!section.wrong("trusted_proxies") && !may_listen_at(result.address, result.site)) {
    section.problem(address_key, why_not_to_listen_at(result.address));
  }
  return result;
}

}  // namespace antrean::http
