// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace tradestate {

/// Masks secrets in text that is about to be written: a token as it is, percent-encoded and in base64, and the password
/// of a token user:password.
class Redaction
{
public:
    Redaction() = default;
    explicit Redaction(const QStringList& secrets);
    void add(const QString& secret);
    [[nodiscard]] QString masked(QString text) const;

private:
    QStringList m_needles; // longest first
};

} // namespace tradestate
