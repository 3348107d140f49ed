// Pages as files: templates that are built into the program, filled by ctemplate, which escapes every value
// for the place where it stands (text, attribute, href).
//
// A template is a file of HTML that begins with {{%AUTOESCAPE context="HTML"}}. In it:
//   {{name}}                 a text of the dictionary, escaped
//   {{#name}} ... {{/name}}  a section: shown or not, or once for each entry of a list; an entry without a
//                            text of that name gives the one of the page around it
//   {{>name}}                the template that the dictionary names for this place, with this dictionary
// A line with nothing but one such mark gives no line. A name is a literal: the dictionary keeps no copy of
// it.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ctemplate {
class TemplateCache;
}

namespace antrean::templates {

class List;

/// What a page shows.
class Dictionary {
 public:
  Dictionary();
  ~Dictionary();
  Dictionary(Dictionary&&) noexcept;
  Dictionary& operator=(Dictionary&&) noexcept;

  void text(std::string_view name, std::string_view value);
  void show(std::string_view section, bool shown);
  List& list(std::string_view section);  ///< made when first asked for; an empty one shows nothing
  void part(std::string_view name, std::string_view template_name);

 private:
  friend class View;
  std::vector<std::pair<std::string_view, std::string>> texts_;
  std::vector<std::pair<std::string_view, bool>> shown_;
  std::vector<std::pair<std::string_view, std::unique_ptr<List>>> lists_;
  std::vector<std::pair<std::string_view, std::string_view>> parts_;
};

/// The entries of a section.
class List {
 public:
  Dictionary& add();

 private:
  friend class View;
  std::vector<std::unique_ptr<Dictionary>> entries_;
};

/// A program's templates. Nothing is read from the disk.
class Templates {
 public:
  struct File {
    std::string_view name;  ///< "dates.tpl"
    std::string_view text;
  };
  /// `folder` goes before each name, so that two programs' templates are different ones ("portal"). Throws
  /// std::runtime_error with folder and name for a template that does not begin as above or does not parse.
  Templates(std::string_view folder, std::initializer_list<File> files);
  ~Templates();
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

  /// Throws std::logic_error when there is no such template, or when it wants a text, a section or a part
  /// that the dictionary has not: a bug in the page.
  std::string render(std::string_view name, const Dictionary& dictionary) const;

 private:
  std::string folder_;
  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace antrean::templates
