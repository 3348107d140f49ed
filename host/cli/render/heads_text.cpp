#include "cli/render/heads_text.hpp"

#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "cli/render/office_view.hpp"

namespace antrean::cli {
namespace {

using journal::HeadsReport;
using Kind = HeadsReport::Kind;

constexpr const char* word_of(Kind kind) {
  switch (kind) {
    case Kind::differs:
      return "differs";
    case Kind::end_missing:
      return "end_missing";
    case Kind::began_elsewhere:
      return "began_elsewhere";
    case Kind::of_lost_time:
      return "of_lost_time";
  }
  return "";
}

std::string time_text(UtcTime at, Zone zone) { return OfficeDay::of(at, zone).text() + " " + clock_text(at, zone); }

Bilingual wrong_text(const HeadsFound& found) {
  const HeadsReport::Wrong& wrong = *found.report->wrong;
  const std::string told = time_text(wrong.held.received, found.zone);
  const std::string happened = time_text(wrong.held.at, found.zone);
  const std::uint64_t good = found.report->agrees_up_to;
  switch (wrong.kind) {
    case Kind::differs:
      return {.id = fmt::format("Kejadian {} tidak sama dengan yang dikabarkan ke portal pada {}. Sampai kejadian {} "
                                "semuanya sama; di antara {} dan {} ada yang diubah, lalu rantainya dibuat ulang.",
                                wrong.seq, told, good, good + 1, wrong.seq),
              .en = fmt::format("Event {} is not the one that the portal was told of at {}. Up to event {} all agree; "
                                "something from {} to {} was changed, and the chain was made anew.",
                                wrong.seq, told, good, good + 1, wrong.seq)};
    case Kind::end_missing:
      return {.id = fmt::format("Jurnal ini berakhir di kejadian {}, tetapi portal mendapat kabar tentang kejadian {} "
                                "({}): bagian akhirnya hilang, atau diganti salinan lama.",
                                wrong.seq - 1, wrong.held.seq, happened),
              .en = fmt::format("This journal ends at event {}, but the portal was told of event {} ({}): its end is "
                                "missing, or an older copy is in its place.",
                                wrong.seq - 1, wrong.held.seq, happened)};
    case Kind::began_elsewhere:
      return {.id = fmt::format("Portal mendapat kabar pada {} bahwa jurnal ini dilanjutkan dari salinan setelah "
                                "kejadian {}; jurnal ini menyebut kejadian lain.",
                                told, wrong.held.seq),
              .en = fmt::format("The portal was told at {} that this journal goes on from a copy after event {}; the "
                                "journal names another event.",
                                told, wrong.held.seq)};
    case Kind::of_lost_time:
      return {
          .id = fmt::format("Kejadian {} bertanggal pada waktu yang menurut kabar di portal berisi kejadian lain "
                            "(sampai kejadian {}, {}). Jurnal ini ditulis ulang dan dibuat seolah-olah dipulihkan "
                            "dari cadangan; atau jam dimundurkan ketika jurnal dipulihkan.",
                            wrong.seq, wrong.held.seq, happened),
          .en = fmt::format("Event {} is of a time for which the portal was told other events (up to event {}, {}). "
                            "The journal was written anew and made to look as put back from a copy; or the clock "
                            "was set back when it was put back.",
                            wrong.seq, wrong.held.seq, happened)};
  }
  return {};
}

Bilingual lost_text(const HeadsReport::Lost& lost, Zone zone) {
  const std::string newest = time_text(lost.newest.at, zone);
  if (lost.put_back) {
    return {
        .id = fmt::format("Jurnal dipulihkan dari cadangan setelah kejadian {}. Yang hilang karenanya: portal "
                          "mendapat kabar sampai kejadian {} ({}).",
                          lost.after, lost.newest.seq, newest),
        .en = fmt::format("The journal was put back from a copy after event {}. Lost with that: the portal was told "
                          "of events up to {} ({}).",
                          lost.after, lost.newest.seq, newest)};
  }
  return {
      .id = fmt::format("Portal juga mendapat kabar tentang jurnal lain dari kantor ini, sampai kejadian {} ({}); "
                        "isinya tidak ada di sini.",
                        lost.newest.seq, newest),
      .en = fmt::format("The portal was also told of another journal of this office, up to event {} ({}); it is not "
                        "this one.",
                        lost.newest.seq, newest)};
}

void paragraph(Terminal& to, const Bilingual& text, Style style = Style::plain) {
  to.line(wrapped(text.in(to.language), page_width, 0), style);
}

}  // namespace

void print_heads(Terminal& to, const HeadsFound& found) {
  if (!found.report) {
    paragraph(to,
              {.id = "Hanya rantainya sendiri yang diperiksa: " + found.not_asked.id + ".",
               .en = "Only the chain itself was checked: " + found.not_asked.en + "."},
              Style::waiting);
    return;
  }
  const HeadsReport& report = *found.report;
  if (report.wrong) {
    paragraph(to, wrong_text(found));
    paragraph(to,
              {.id = "Simpan berkas ini sebagai bukti dan bicarakan dengan direktorat, karena portal menyimpan "
                     "catatannya. Lalu pulihkan cadangan terakhir yang lolos pemeriksaan: antrean restore CADANGAN.",
               .en = "Keep this file as evidence, and speak with the directorate, because the portal keeps what it "
                     "was told. Then restore the newest backup that passes this check: antrean restore BACKUP."});
  } else if (report.newest) {
    const std::string newest = time_text(report.newest->at, found.zone);
    paragraph(to,
              {.id = fmt::format("Dibandingkan dengan {} catatan di portal: semuanya sama, yang terbaru kejadian {} "
                                 "({}).",
                                 count_text(report.compared, Language::id), report.newest->seq, newest),
               .en = fmt::format("Compared with {} heads at the portal: all agree, the newest is of event {} ({}).",
                                 count_text(report.compared, Language::en), report.newest->seq, newest)});
  } else {
    paragraph(to,
              {.id = "Portal tidak mempunyai catatan tentang kejadian yang ada di sini.",
               .en = "The portal holds no head of an event that is here."},
              Style::waiting);
  }
  for (const HeadsReport::Lost& lost : report.lost) {
    paragraph(to, lost_text(lost, found.zone), Style::waiting);
  }
  if (report.beyond) {
    paragraph(to, {.id = fmt::format("Portal mendapat kabar juga tentang kejadian sesudahnya, sampai {} ({}).",
                                     report.beyond->seq, time_text(report.beyond->at, found.zone)),
                   .en = fmt::format("The portal was told of later events too, up to {} ({}).", report.beyond->seq,
                                     time_text(report.beyond->at, found.zone))});
  }
  if (report.forgotten > 0) {
    paragraph(to,
              {.id = fmt::format("{} catatan lain tentang kejadian yang sudah terlalu lama untuk disimpan di sini.",
                                 report.forgotten),
               .en = fmt::format("{} more heads are of events that are too old to be kept here.", report.forgotten)});
  }
}

boost::json::object heads_json(const HeadsFound& found, Language language) {
  boost::json::object told;
  told["asked"] = found.report.has_value();
  if (!found.report) {
    told["text"] = found.not_asked.in(language);
    return told;
  }
  const HeadsReport& report = *found.report;
  told["good"] = !report.wrong;
  told["compared"] = report.compared;
  if (report.newest) {
    told["newest"] = report.newest->seq;
    told["newest_at"] = iso_text(report.newest->at);
  }
  if (report.wrong) {
    told["wrong"] = word_of(report.wrong->kind);
    told["bad"] = report.wrong->seq;
    told["agrees_up_to"] = report.agrees_up_to;
    told["text"] = wrong_text(found).in(language);
  }
  boost::json::array lost;
  for (const HeadsReport::Lost& one : report.lost) {
    boost::json::object entry;
    entry["put_back"] = one.put_back;
    entry["after"] = one.after;
    entry["up_to"] = one.newest.seq;
    entry["up_to_at"] = iso_text(one.newest.at);
    entry["text"] = lost_text(one, found.zone).in(language);
    lost.push_back(std::move(entry));
  }
  told["lost"] = std::move(lost);
  return told;
}

}  // namespace antrean::cli
