// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/loopbackserver.h"

#include <optional>

namespace tradestate::test {

/// Stands between a client and a real server and breaks the connection at a chosen byte. Counts what it did, so that a
/// test can assert that its fault really happened.
class FaultProxy final : public LoopbackServer
{
public:
    enum class Kind {
        None,
        CutRequest, ///< both sides are closed after so many bytes of requests
        CutAnswer, ///< both sides are closed after so many bytes of answers
        HangAnswer, ///< nothing more is passed on after so many bytes of answers; the connection stays
        SwallowAnswer ///< the server's answer is taken whole, the client is closed without it
    };

    explicit FaultProxy(quint16 serverPort)
        : m_serverPort(serverPort)
    {
    }
    ~FaultProxy() override { close(); }

    /// Counts bytes from the next connection on. The fault happens so many times: what is sent again after it was
    /// broken meets the next one at once.
    void arm(Kind kind, qint64 atByte = 0, int times = 1);
    [[nodiscard]] int fired() const { return m_fired; }
    /// Bytes of answers that went through since arm().
    [[nodiscard]] qint64 answerBytes() const { return m_answerBytes; }
    [[nodiscard]] qint64 requestBytes() const { return m_requestBytes; }

protected:
    void serve(int socket) override;

private:
    enum class Direction { Request, Answer };
    struct Passage
    {
        qint64 bytes = 0; ///< that are passed on
        Kind fault = Kind::None; ///< that happens after them
    };
    /// Decides and counts in one step: two connections may be at this at the same time.
    [[nodiscard]] Passage passage(Direction direction, qint64 count);

    quint16 m_serverPort = 0;
    std::mutex m_kindMutex;
    Kind m_kind = Kind::None;
    qint64 m_atByte = 0;
    int m_times = 1;
    std::atomic<int> m_fired = 0;
    std::atomic<qint64> m_answerBytes = 0;
    std::atomic<qint64> m_requestBytes = 0;
};

} // namespace tradestate::test
