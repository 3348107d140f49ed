// Looking for a booking by its code, and the site's styles, scripts and pictures.
#include <spdlog/spdlog.h>

#include "pages/assets.hpp"
#include "web/booking_site.hpp"
#include "web/form_fields.hpp"

namespace antrean::portal {

BookingSite::Answer BookingSite::show_find(http::Request /*request*/, Visitor visitor) {
  const PageContext context{visitor.language, "/find"};
  const auto key = key_of(context);
  const auto now = clock_.now();
  auto kept = kept_.find(key, 0, now);
  if (!kept) {
    kept = kept_.keep(key, 0, now, for_ever, find_page(context, {.code = {}, .form_token = kept_.token_mark()}));
  }
  co_return kept_page_with_form(visitor, *kept);
}

BookingSite::Answer BookingSite::find(http::Request request, Visitor visitor) {
  const auto form = request.form();
  const auto now = clock_.now();
  const bool ours = !visitor.session.fresh && tokens_.verify(field(form, "form"), visitor.session, now);
  FindPage again{.code = field(form, "code"), .nik = field(form, "nik"), .form_token = field(form, "form")};
  if (visitor.asked_language) {
    again.form_token = ours ? again.form_token : tokens_.issue(visitor.session, now);
    co_return page_with_form(visitor, find_page({visitor.language, "/find"}, again));
  }
  if (!ours) {
    co_return refused(visitor);
  }
  if (!lookups_.take(http::asker_of(request.peer), clock_.monotonic())) {
    again.busy = true;
    co_return wait_for(lookups_, http::asker_of(request.peer),
                       page(visitor, find_page({visitor.language, "/find"}, again), 429));
  }
  // The date in the NIK is only checked for existence, so today in any of the three zones is good enough.
  const auto stored = co_await booking_service_.find(again.code, again.nik, OfficeDay::of(now, Zone::wib));
  co_await note(stored ? AccessKind::shown : AccessKind::refused, stored);
  if (stored) {
    co_return to_booking(request, stored->token, true);
  }
  again.not_found = true;
  co_return page(visitor, find_page({visitor.language, "/find"}, again), 422);
}

BookingSite::Answer BookingSite::show_asset(http::Request request, Visitor visitor) {
  const auto* asset = find_asset(request.captures[0]);
  if (asset == nullptr) {
    co_return not_found(visitor);
  }
  const auto accepted = request.header("Accept-Encoding");
  const bool brotli = !asset->brotli.empty() && http::accepts_coding(accepted, "br");
  const bool gzip = !brotli && !asset->gzip.empty() && http::accepts_coding(accepted, "gzip");
  const auto etag = fmt::format("\"{}{}\"", std::string_view{asset->path}.substr(asset->path.find("?v=") + 3),
                                brotli ? "-br"
                                : gzip ? "-gz"
                                       : "");
  const bool known = names_etag(request.header("If-None-Match"), etag);
  const auto body = known ? std::string_view{} : brotli ? asset->brotli : gzip ? asset->gzip : asset->body;
  auto response = http::Response::bytes(std::string{body}, std::string{asset->content_type});
  response.status = known ? 304 : 200;
  response.headers.emplace_back("ETag", etag);
  if (!asset->gzip.empty()) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!known && (brotli || gzip)) {
      response.headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
    }
  }
  response.headers.emplace_back(robots_header, "all");
  const bool pinned = request.query.contains("v") && asset_path(asset->name).ends_with("?v=" + request.query.at("v"));
  response.headers.emplace_back("Cache-Control",
                                pinned ? "public, max-age=31536000, immutable" : "public, max-age=86400");
  co_return response;
}
}  // namespace antrean::portal
