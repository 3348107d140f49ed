#include "chat/chat_channel.hpp"

#include <sodium.h>

#include "timer/timer.hpp"

namespace antrean::portal::chat {

ChatChannel::ChatChannel(boost::asio::io_context& io, ChatBox& box, Outbox& outbox, BookingService& booking_service,
                         const NikKey& nik_key, const DayBoard& day, const process::Clock& clock, Options options)
    : webhook_(std::move(options.webhook)),
      service_(booking_service, box, nik_key, &day),
      sender_(std::move(options.api)),
      courier_(outbox, sender_, clock, asio_timers(io), [] { return randombytes_random(); },
               {.channel = NoticeChannel::whatsapp, .per_minute = options.per_minute}),
      clock_(clock) {}

}  // namespace antrean::portal::chat
