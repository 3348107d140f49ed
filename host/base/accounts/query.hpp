// A statement with its values bound in order. Private to accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "values/office_time.hpp"

namespace antrean::accounts {

/// Bytes, not text.
struct Blob {
  std::string bytes;
};

class Query {
  // Before its use: its return type is deduced.
  template <class Read>
  auto or_none(int column, Read read) const {
    return statement_.getColumn(column).isNull() ? std::nullopt : std::optional(read());
  }

 public:
  template <class... Values>
  Query(SQLite::Database& db, const char* sql, const Values&... values) : statement_(db, sql) {
    (bind(values), ...);
  }

  /// Rows that changed.
  int run() { return statement_.exec(); }
  bool next() { return statement_.executeStep(); }

  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  std::int64_t number(int column) const { return statement_.getColumn(column).getInt64(); }
  UtcTime time(int column) const { return from_ms(number(column)); }
  std::optional<std::string> text_or_none(int column) const {
    return or_none(column, [&] { return text(column); });
  }
  std::optional<std::int64_t> number_or_none(int column) const {
    return or_none(column, [&] { return number(column); });
  }
  std::optional<UtcTime> time_or_none(int column) const {
    return or_none(column, [&] { return time(column); });
  }

 private:
  void bind(const std::string& value) { statement_.bind(++at_, value); }
  void bind(const char* value) { statement_.bind(++at_, value); }
  void bind(std::int64_t value) { statement_.bind(++at_, value); }
  void bind(int value) { statement_.bind(++at_, value); }
  void bind(UtcTime value) { statement_.bind(++at_, std::int64_t{to_ms(value)}); }
  void bind(const Blob& value) { statement_.bind(++at_, value.bytes.data(), static_cast<int>(value.bytes.size())); }
  template <class T>
  void bind(const std::optional<T>& value) {
    if (value) {
      bind(*value);
    } else {
      statement_.bind(++at_);
    }
  }

  mutable SQLite::Statement statement_;
  int at_ = 0;
};

}  // namespace antrean::accounts
