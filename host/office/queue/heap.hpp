// Tickets ordered by a key. The first is always known, and any ticket can be removed. A change costs at most
// O(log n) and stays inside two arrays, so a line of 50,000 tickets is nearly as fast as one of 500, and a
// copy is a memcpy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "queue/number.hpp"

namespace antrean::queue {

/// The position of each ticket in a heap. Heaps may share it if a ticket is in at most one of them.
using HeapPositions = std::vector<std::uint32_t>;

/// A heap in which each node has four children. All keys must be different.
template <class Key>
class TicketHeap {
 public:
  struct Node {
    Key key;
    TicketId ticket;
    friend bool operator==(const Node&, const Node&) = default;
  };

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  const Node& top() const { return entries_.front(); }
  /// In no particular order; the children of i are 4i+1 .. 4i+4 and never before it.
  const std::vector<Node>& entries() const { return entries_; }

  void push(const Key& key, TicketId ticket, HeapPositions& at) {
    if (at.size() <= ticket) {
      at.resize(ticket + std::size_t{1}, 0);
    }
    entries_.push_back({key, ticket});
    rise(entries_.size() - 1, {key, ticket}, at);
  }

  void erase(TicketId ticket, HeapPositions& at) {
    const std::size_t hole = at[ticket];
    const Node last = entries_.back();
    entries_.pop_back();
    if (hole == entries_.size()) {
      return;
    }
    if (hole > 0 && last.key < entries_[(hole - 1) / 4].key) {
      rise(hole, last, at);
    } else {
      sink(hole, last, at);
    }
  }

  /// Calls see(entry) for every entry whose key is not after `bound`. see() returns false to stop. O(number
  /// of these entries).
  template <class See>
  void up_to(const Key& bound, See see) const {
    if (!entries_.empty()) {
      visit(0, bound, see);
    }
  }

  /// The key that has `n` - 1 keys before it, or the last key if there are fewer. O(n log n). The heap must
  /// not be empty.
  const Key& nth(std::size_t n) const {
    const auto later = [this](std::size_t a, std::size_t b) { return entries_[b].key < entries_[a].key; };
    std::vector<std::size_t> edge{0};
    for (;;) {
      std::pop_heap(edge.begin(), edge.end(), later);
      const std::size_t first = edge.back();
      edge.pop_back();
      if (--n == 0) {
        return entries_[first].key;
      }
      for (std::size_t child = first * 4 + 1; child < first * 4 + 5 && child < entries_.size(); ++child) {
        edge.push_back(child);
        std::push_heap(edge.begin(), edge.end(), later);
      }
      if (edge.empty()) {
        return entries_[first].key;
      }
    }
  }

  friend bool operator==(const TicketHeap&, const TicketHeap&) = default;

 private:
  void rise(std::size_t hole, const Node& entry, HeapPositions& at) {
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (!(entry.key < entries_[parent].key)) {
        break;
      }
      put(hole, entries_[parent], at);
      hole = parent;
    }
    put(hole, entry, at);
  }

  void sink(std::size_t hole, const Node& entry, HeapPositions& at) {
    for (;;) {
      const std::size_t first = hole * 4 + 1;
      if (first >= entries_.size()) {
        break;
      }
      const std::size_t end = first + 4 < entries_.size() ? first + 4 : entries_.size();
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (entries_[child].key < entries_[least].key) {
          least = child;
        }
      }
      if (!(entries_[least].key < entry.key)) {
        break;
      }
      put(hole, entries_[least], at);
      hole = least;
    }
    put(hole, entry, at);
  }

  void put(std::size_t position, const Node& entry, HeapPositions& at) {
    entries_[position] = entry;
    at[entry.ticket] = static_cast<std::uint32_t>(position);
  }

  template <class See>
  bool visit(std::size_t position, const Key& bound, See& see) const {
    if (bound < entries_[position].key) {
      return true;
    }
    if (!see(entries_[position])) {
      return false;
    }
    for (std::size_t child = position * 4 + 1; child < position * 4 + 5 && child < entries_.size(); ++child) {
      if (!visit(child, bound, see)) {
        return false;
      }
    }
    return true;
  }

  std::vector<Node> entries_;
};

}  // namespace antrean::queue
