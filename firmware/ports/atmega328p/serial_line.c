#include "ports/atmega328p/serial_line.h"

#include <stdbool.h>

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <util/atomic.h>

#include "ports/atmega328p/clock.h"

enum {
  QUEUE = 32,  // 18 ms of bytes; a round of the main loop takes well under 1 ms, writing EEPROM under 20 ms
  DRIVER_ENABLE = _BV(PD2)
};

typedef struct {
  uint16_t end_ticks;  // of 4 us; bytes are fed long before it wraps
  uint8_t value;
  uint8_t errors;
} received;

static received queue[QUEUE];
static volatile uint8_t queue_in;
static volatile uint8_t queue_out;
static volatile bool queue_lost;

static const uint8_t* volatile to_send;
static volatile uint8_t left_to_send;

static void listen(void) { UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0); }

void serial_line_start(uint8_t format) {
  UCSR0B = 0;
  PORTD &= (uint8_t)~DRIVER_ENABLE;
  DDRD |= DRIVER_ENABLE;
  PORTD |= _BV(PD0);  // the receiver's output floats while the driver is enabled
  uint32_t baud = line_format_baud(format);
  UBRR0 = (uint16_t)((F_CPU + 8 * baud) / (16 * baud) - 1);
  uint8_t parity = line_format_has_parity(format) ? _BV(UPM01) : 0;
  UCSR0C = (uint8_t)(parity | _BV(UCSZ01) | _BV(UCSZ00));
  listen();
}

ISR(USART_RX_vect) {
  uint8_t errors = UCSR0A & (_BV(FE0) | _BV(DOR0) | _BV(UPE0));  // before the byte: reading it clears them
  uint8_t value = UDR0;
  uint8_t next = (uint8_t)((queue_in + 1) % QUEUE);
  if (next == queue_out) {
    queue_lost = true;
    return;
  }
  queue[queue_in].end_ticks = clock_ticks();
  queue[queue_in].value = value;
  queue[queue_in].errors = errors;
  queue_in = next;
}

void serial_line_feed(rtu_slave* slave) {
  while (queue_out != queue_in) {
    const received* byte = &queue[queue_out];
    uint32_t now_us = clock_us();  // after the byte has ended
    uint32_t end_us = now_us - ((uint32_t)(uint16_t)((uint16_t)(now_us >> 2) - byte->end_ticks) << 2);
    if (byte->errors & _BV(DOR0)) {
      rtu_slave_overrun(slave, end_us);
    } else if (byte->errors) {
      rtu_slave_line_error(slave, end_us);
    } else {
      rtu_slave_byte(slave, byte->value, end_us);
    }
    queue_out = (uint8_t)((queue_out + 1) % QUEUE);
  }
  if (queue_lost) {
    queue_lost = false;
    rtu_slave_overrun(slave, clock_us());
  }
}

void serial_line_send(const uint8_t* bytes, uint8_t length) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    to_send = bytes;
    left_to_send = length;
    PORTD |= DRIVER_ENABLE;
    UCSR0B = _BV(TXEN0) | _BV(UDRIE0);
  }
}

bool serial_line_sends(void) { return (UCSR0B & _BV(RXEN0)) == 0; }

bool serial_line_is_low(void) { return !serial_line_sends() && (PIND & _BV(PD0)) == 0; }

void serial_line_serve(rtu_slave* slave, uint8_t (*poll)(uint32_t now_us), void (*meanwhile)(uint32_t now_us)) {
  do {
    wdt_reset();
    uint32_t now = clock_us();  // read before the bytes, so that no byte is newer than the silence it ends
    meanwhile(now);
    serial_line_feed(slave);
    if (serial_line_sends()) {
      continue;  // the reply must not change, and nothing is received
    }
    if (serial_line_is_low()) {
      rtu_slave_sees_start(slave, now);
    }
    uint8_t reply = poll(now);
    if (reply != 0) {
      serial_line_send(slave->reply, reply);
    } else if (rtu_slave_apply_settings(slave, now)) {
      serial_line_start(slave->settings->active.format);
    }
  } while (rtu_slave_arbitrates(slave));
}

ISR(USART_UDRE_vect) {
  UDR0 = *to_send++;
  if (--left_to_send != 0) {
    return;
  }
  // It is cleared by writing 1, and only now. If this interrupt was delayed, "complete" is still set for the
  // byte before and would release the driver while the last byte is being sent.
  UCSR0A = _BV(TXC0);
  UCSR0B = _BV(TXEN0) | _BV(TXCIE0);
}

ISR(USART_TX_vect) {  // the last stop bit has left
  PORTD &= (uint8_t)~DRIVER_ENABLE;
  listen();
}
