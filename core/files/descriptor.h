// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QFile>

#include <cerrno>
#include <unistd.h>
#include <utility>

namespace tradestate {

/// Owns a file descriptor.
class Descriptor
{
public:
    explicit Descriptor(int number = -1)
        : m_number(number)
    {
    }
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] int release() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

/// Repeats a call that a signal interrupted. Bounded, so that a disk that always answers EINTR is an error, not a hang.
template <typename Call>
[[nodiscard]] auto uninterrupted(Call call)
{
    constexpr int attempts = 100;
    auto result = call();
    for (int i = 1; result < 0 && errno == EINTR && i < attempts; ++i)
        result = call();
    return result;
}

/// The error of a call that failed while a file was to be made or changed.
[[nodiscard]] Error writeError(int errorNumber, const QString& path);
/// The error of a call that failed while a file was to be read.
[[nodiscard]] Error readError(int errorNumber, const QString& path);

} // namespace tradestate
