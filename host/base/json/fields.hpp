// Writes values to JSON and reads them back from one list of fields, so that writer and reader cannot differ.
//
// A struct takes part with a function beside it, found by ADL or declared before use:
//   template <class Visit, Is<SlotHours> T>
//   void fields(Visit& visit, T& slot) { visit("start", slot.start); visit("end", slot.end); }
// A map by text is written as an object. UtcTime is its milliseconds, OfficeDay "2026-11-22", TimeOfDay
// "08:00", an enumeration its word (values/words.hpp), an absent optional null. Reading: unknown keys are
// ignored; a missing key (of anything but an optional), a wrong type, a number out of its type's range or an
// unknown word spoils the whole document. No exception but std::bad_alloc. A field that came with a later
// release is visited with `if_there`: left out when it has its default, and that when it is missing.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/json.hpp>
#include <boost/system/result.hpp>

#include "values/office_time.hpp"
#include "values/words.hpp"

namespace antrean::json {

template <class T, class Struct>
concept Is = std::same_as<std::remove_const_t<T>, Struct>;

/// Times outside 1970..9999 are refused, so that code which adds an offset later cannot overflow.
inline constexpr std::int64_t latest_ms = 253'402'300'799'999;

class ObjectWriter {
 public:
  ObjectWriter(boost::json::object& object, boost::json::storage_ptr storage)
      : object_(object), storage_(std::move(storage)) {}

  template <class T>
  void operator()(std::string_view key, const T& value) {
    object_.emplace(boost::json::string_view(key.data(), key.size()), write(value));
  }
  template <class T>
  void if_there(std::string_view key, const T& value) {
    if (!(value == T{})) {
      (*this)(key, value);
    }
  }

 private:
  template <class T>
  boost::json::value write(const T& value) {
    if constexpr (std::same_as<T, bool>) {
      return boost::json::value(value, storage_);
    } else if constexpr (std::unsigned_integral<T>) {
      return boost::json::value(std::uint64_t{value}, storage_);
    } else if constexpr (std::same_as<T, std::string>) {
      return boost::json::value(boost::json::string_view(value.data(), value.size()), storage_);
    } else if constexpr (std::same_as<T, UtcTime>) {
      return boost::json::value(to_ms(value), storage_);
    } else if constexpr (std::same_as<T, OfficeDay> || std::same_as<T, TimeOfDay>) {
      return write(value.text());
    } else if constexpr (Worded<T>) {
      const auto text = word(value);
      return boost::json::value(boost::json::string_view(text.data(), text.size()), storage_);
    } else {
      return write_compound(value);
    }
  }

  template <class T>
  boost::json::value write_compound(const std::optional<T>& value) {
    return value ? write(*value) : boost::json::value(nullptr, storage_);
  }
  template <class T>
  boost::json::value write_compound(const std::vector<T>& values) {
    boost::json::array array(storage_);
    array.reserve(values.size());
    for (const T& value : values) {
      array.push_back(write(value));
    }
    return array;
  }
  template <class T>
  boost::json::value write_compound(const std::map<std::string, T>& values) {
    boost::json::object object(storage_);
    for (const auto& [key, value] : values) {
      object.emplace(key, write(value));
    }
    return object;
  }
  template <class T>
  boost::json::value write_compound(const T& value) {
    boost::json::object object(storage_);
    ObjectWriter writer(object, storage_);
    fields(writer, value);
    return object;
  }

  boost::json::object& object_;
  boost::json::storage_ptr storage_;
};

class ObjectReader {
 public:
  ObjectReader(const boost::json::object& object, bool& good) : object_(object), good_(good) {}

  template <class T>
  void operator()(std::string_view key, T& value) {
    const auto* found = object_.if_contains(boost::json::string_view(key.data(), key.size()));
    if (found != nullptr) {
      read(*found, value);
    } else if constexpr (!requires { value.has_value(); }) {
      good_ = false;
    }
  }
  template <class T>
  void if_there(std::string_view key, T& value) {
    if (object_.contains(boost::json::string_view(key.data(), key.size()))) {
      (*this)(key, value);
    }
  }

 private:
  template <class T>
  void read(const boost::json::value& json, T& value) {
    if constexpr (std::same_as<T, bool>) {
      const bool* flag = json.if_bool();
      flag != nullptr ? void(value = *flag) : spoil();
    } else if constexpr (std::unsigned_integral<T>) {
      boost::system::error_code error;
      const T number = json.to_number<T>(error);
      error ? spoil() : void(value = number);
    } else if constexpr (std::same_as<T, std::string>) {
      const auto* text = json.if_string();
      text != nullptr ? void(value.assign(text->data(), text->size())) : spoil();
    } else if constexpr (std::same_as<T, UtcTime>) {
      boost::system::error_code error;
      const auto ms = json.to_number<std::int64_t>(error);
      (error || (ms < 0) || (ms > latest_ms)) ? spoil() : void(value = from_ms(ms));
    } else if constexpr (std::same_as<T, OfficeDay> || std::same_as<T, TimeOfDay>) {
      read_text(json, value, [](std::string_view text) { return T::parse(text); });
    } else if constexpr (Worded<T>) {
      read_text(json, value, [](std::string_view text) { return from_word<T>(text); });
    } else {
      read_compound(json, value);
    }
  }

  template <class T, class Parse>
  void read_text(const boost::json::value& json, T& value, Parse parse) {
    const auto* text = json.if_string();
    if (text == nullptr) {
      return spoil();
    }
    const std::optional<T> parsed = parse(std::string_view(text->data(), text->size()));
    parsed ? void(value = *parsed) : spoil();
  }
  template <class T>
  void read_compound(const boost::json::value& json, std::optional<T>& value) {
    if (json.is_null()) {
      return value.reset();
    }
    read(json, value.emplace());
  }
  template <class T>
  void read_compound(const boost::json::value& json, std::vector<T>& values) {
    const auto* array = json.if_array();
    if (array == nullptr) {
      return spoil();
    }
    values.clear();
    values.reserve(array->size());
    for (const auto& element : *array) {
      read(element, values.emplace_back());
      if (!good_) {
        return;
      }
    }
  }
  template <class T>
  void read_compound(const boost::json::value& json, T& value) {
    const auto* object = json.if_object();
    if (object == nullptr) {
      return spoil();
    }
    ObjectReader reader(*object, good_);
    fields(reader, value);
  }

  void spoil() { good_ = false; }

  const boost::json::object& object_;
  bool& good_;
};

template <class T>
std::string write(const T& value) {
  // One growing arena for the whole tree: a snapshot has thousands of small nodes, and all are freed
  // together.
  boost::json::monotonic_resource arena(64u << 10);
  boost::json::object object(&arena);
  ObjectWriter writer(object, &arena);
  fields(writer, value);
  return boost::json::serialize(object);
}

/// Error: errc::message_size for more than `max_bytes`, else errc::bad_message.
template <class T>
boost::system::result<T> read(std::string_view text, std::size_t max_bytes) {
  namespace errc = boost::system::errc;
  if (text.size() > max_bytes) {
    return errc::make_error_code(errc::message_size);
  }
  boost::system::error_code error;
  boost::json::monotonic_resource arena;
  const auto json = boost::json::parse(boost::json::string_view(text.data(), text.size()), error, &arena);
  const auto* object = error ? nullptr : json.if_object();
  if (object == nullptr) {
    return errc::make_error_code(errc::bad_message);
  }
  T value;
  bool good = true;
  ObjectReader reader(*object, good);
  fields(reader, value);
  if (!good) {
    return errc::make_error_code(errc::bad_message);
  }
  return value;
}

}  // namespace antrean::json
