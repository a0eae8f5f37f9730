// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QString>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

namespace tradestate::bench {

/// Two things timed in turn in the same run, so that what else the machine does weighs on both.
struct Comparison
{
    QString what;
    QString peer;
    double ours = 0; ///< median, milliseconds
    double peers = 0;
    double goal = 0; ///< the ratio that is wanted at most; 0: none is named

    [[nodiscard]] double ratio() const { return peers > 0 ? ours / peers : 0; }
};

[[nodiscard]] inline double milliseconds(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

[[nodiscard]] inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

[[nodiscard]] inline Comparison compareTimes(const QString& what, const std::function<void()>& ours,
    const QString& peer, const std::function<void()>& peers, int rounds, double goal, int roundsBefore = 1)
{
    std::vector<double> a;
    std::vector<double> b;
    for (int round = 0; round < roundsBefore; ++round) { // for the caches of both
        ours();
        peers();
    }
    // In random order: a server clears its memory after every few answers, and in strict turns that falls on the same
    // side for many rounds. (influxd 1.6.7, just started, collected garbage in 0.75 of ours and 0.25 of the peer's.)
    std::mt19937 random(20); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same order in every run
    for (int round = 0; round < rounds; ++round) {
        const bool peerFirst = (random() & 1U) != 0;
        if (peerFirst)
            b.push_back(milliseconds(peers));
        a.push_back(milliseconds(ours));
        if (!peerFirst)
            b.push_back(milliseconds(peers));
    }
    return { what, peer, median(a), median(b), goal };
}

/// Each prints its comparisons as they come.
void benchDocuments();
void benchModels();
void benchSession();
[[nodiscard]] bool benchCheck(int saves, int events); ///< false where a server or program did not do its part

void print(const Comparison& comparison);

} // namespace tradestate::bench
