#include "journal/event_rows.hpp"

#include <string>

#include "journal/event_json.hpp"

namespace antrean::journal {

queue::Event read_event(const Store& store, const Query& query) {
  const EventRow row{
      query.unsigned_number(0), query.number(1), query.view(4), query.view(5), query.view(6), query.view(7)};
  auto event = read_row(row);
  if (event) {
    return *std::move(event);
  }
  const std::string name{row.name};
  const std::string where = "journal " + store.options.file.string() + ": event " + std::to_string(row.seq) + " ";
  if (event.error() == boost::system::errc::not_supported) {
    throw sqlite::OpenError(
        sqlite::OpenError::Why::newer,
        where + "is of the unknown kind '" + name + "'; a newer release wrote it, install that release again");
  }
  throw sqlite::OpenError(sqlite::OpenError::Why::corrupt,
                          where + "(" + name + ") cannot be read; move the file aside and restore the latest backup");
}

}  // namespace antrean::journal
