#include "templates/templates.hpp"

#include <algorithm>
#include <stdexcept>

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_enums.h>
#include <ctemplate/template_string.h>

namespace antrean::templates {
namespace {

constexpr std::string_view pragma = R"({{%AUTOESCAPE context="HTML"}})";

ctemplate::TemplateString given(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const ctemplate::TemplateString& text) { return {text.data(), text.size()}; }

/// nullptr: there is none of this name.
template <class Value>
const Value* find(const std::vector<std::pair<std::string_view, Value>>& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &std::pair<std::string_view, Value>::first);
  return found == values.end() ? nullptr : &found->second;
}

/// What a rendering has found missing. ctemplate holds a lock meanwhile, so it is thrown afterwards.
struct Rendering {
  const std::string& folder;
  std::string missing;
};

}  // namespace

/// A dictionary, and those around it, as ctemplate asks for one.
class View final : public ctemplate::TemplateDictionaryInterface {
 public:
  View(const Dictionary& dictionary, const View* around, Rendering& rendering)
      : dictionary_(dictionary), around_(around), rendering_(rendering) {}

 protected:
  ctemplate::TemplateString GetValue(const ctemplate::TemplateString& name) const override {
    for (const View* at = this; at != nullptr; at = at->around_) {
      if (const auto* text = find(at->dictionary_.texts_, view(name))) {
        return given(*text);
      }
    }
    misses(name);
    return given("");
  }

  bool IsHiddenSection(const ctemplate::TemplateString& name) const override {
    for (const View* at = this; at != nullptr; at = at->around_) {
      if (const auto* list = find(at->dictionary_.lists_, view(name))) {
        return (*list)->entries_.empty();
      }
      if (const auto* shown = find(at->dictionary_.shown_, view(name))) {
        return !*shown;
      }
    }
    misses(name);
    return true;
  }
  bool IsUnhiddenSection(const ctemplate::TemplateString& name) const override { return !IsHiddenSection(name); }
  Iterator* CreateSectionIterator(const ctemplate::TemplateString& section) const override;

  bool IsHiddenTemplate(const ctemplate::TemplateString& name) const override {
    return std::string_view(GetIncludeTemplateName(name, 0)).empty();
  }
  const char* GetIncludeTemplateName(const ctemplate::TemplateString& name, int /*which*/) const override {
    for (const View* at = this; at != nullptr; at = at->around_) {
      if (const auto* part = find(at->dictionary_.parts_, view(name))) {
        part_ = rendering_.folder + std::string(*part);
        return part_.c_str();
      }
    }
    misses(name);
    return "";
  }
  Iterator* CreateTemplateIterator(const ctemplate::TemplateString& section) const override;
  void DumpToString(std::string* /*text*/, int /*level*/) const override {}

 private:
  class Entries;
  class Once;

  void misses(const ctemplate::TemplateString& name) const {
    if (rendering_.missing.empty()) {
      rendering_.missing = view(name);
    }
  }

  const Dictionary& dictionary_;
  const View* around_;
  Rendering& rendering_;
  mutable std::string part_;
};

/// The dictionaries of a section one after the other. ctemplate deletes it.
class View::Entries final : public Iterator {
 public:
  Entries(const List* list, const View& around) : list_(list), around_(around) {}
  bool HasNext() const override { return list_ != nullptr && next_ < list_->entries_.size(); }
  const ctemplate::TemplateDictionaryInterface& Next() override {
    entry_ = std::make_unique<View>(*list_->entries_[next_++], &around_, around_.rendering_);
    return *entry_;
  }

 private:
  const List* list_;
  const View& around_;
  std::size_t next_ = 0;
  std::unique_ptr<View> entry_;
};

/// The one dictionary of a part: that of the page around it.
class View::Once final : public Iterator {
 public:
  explicit Once(const View& view) : view_(view) {}
  bool HasNext() const override { return !done_; }
  const ctemplate::TemplateDictionaryInterface& Next() override {
    done_ = true;
    return view_;
  }

 private:
  const View& view_;
  bool done_ = false;
};

ctemplate::TemplateDictionaryInterface::Iterator* View::CreateSectionIterator(
    const ctemplate::TemplateString& section) const {
  for (const View* at = this; at != nullptr; at = at->around_) {
    if (const auto* list = find(at->dictionary_.lists_, view(section))) {
      return new Entries(list->get(), *this);
    }
    if (find(at->dictionary_.shown_, view(section)) != nullptr) {
      break;
    }
  }
  return new Entries(nullptr, *this);  // shown once, with the dictionary around it
}

ctemplate::TemplateDictionaryInterface::Iterator* View::CreateTemplateIterator(
    const ctemplate::TemplateString& /*name*/) const {
  return new Once(*this);
}

Dictionary::Dictionary() = default;
Dictionary::~Dictionary() = default;
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;

void Dictionary::text(std::string_view name, std::string_view value) { texts_.emplace_back(name, value); }
void Dictionary::show(std::string_view section, bool shown) { shown_.emplace_back(section, shown); }
void Dictionary::part(std::string_view name, std::string_view template_name) {
  parts_.emplace_back(name, template_name);
}

List& Dictionary::list(std::string_view section) {
  if (const auto* found = find(lists_, section)) {
    return **found;
  }
  return *lists_.emplace_back(section, std::make_unique<List>()).second;
}

Dictionary& List::add() { return *entries_.emplace_back(std::make_unique<Dictionary>()); }

Templates::Templates(std::string_view folder, std::initializer_list<File> files)
    : folder_(std::string(folder) + "/"), cache_(std::make_unique<ctemplate::TemplateCache>()) {
  for (const auto& file : files) {
    const std::string name = folder_ + std::string(file.name);
    if (!file.text.starts_with(pragma)) {
      throw std::runtime_error("the template " + name + " does not begin with " + std::string(pragma));
    }
    if (!cache_->StringToTemplateCache(name, given(file.text), ctemplate::STRIP_BLANK_LINES)) {
      throw std::runtime_error("the template " + name + " does not parse; the lines above say where, or it is twice");
    }
  }
  cache_->Freeze();
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const Dictionary& dictionary) const {
  const std::string whole = folder_ + std::string(name);
  Rendering rendering{folder_, {}};
  const View page(dictionary, nullptr, rendering);
  std::string text;
  const bool done = cache_->ExpandNoLoad(whole, ctemplate::STRIP_BLANK_LINES, &page, nullptr, &text);
  if (!rendering.missing.empty()) {
    throw std::logic_error("the template " + whole + " wants '" + rendering.missing + "', which the page has not");
  }
  if (!done) {
    throw std::logic_error("the template " + whole + ", or a part of it, is not there");
  }
  return text;
}

}  // namespace antrean::templates
