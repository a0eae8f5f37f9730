// SPDX-License-Identifier: MIT
#include "core/base/redaction.h"

#include <QUrl>

#include <algorithm>

namespace tradestate {

Redaction::Redaction(const QStringList& secrets)
{
    for (const QString& secret : secrets)
        add(secret);
}

void Redaction::add(const QString& secret)
{
    if (secret.isEmpty())
        return;
    QStringList forms { secret, QString::fromLatin1(QUrl::toPercentEncoding(secret)),
        QString::fromLatin1(secret.toUtf8().toBase64()),
        QString::fromLatin1(secret.toUtf8().toBase64(QByteArray::OmitTrailingEquals)) };
    // A token "user:password" also goes over the wire, and into a server's answer, as its password alone.
    if (const qsizetype colon = secret.indexOf(QLatin1Char(':')); colon >= 0 && colon + 1 < secret.size()) {
        const QString password = secret.mid(colon + 1);
        forms << password << QString::fromLatin1(QUrl::toPercentEncoding(password));
    }
    for (const QString& form : forms) {
        if (!m_needles.contains(form))
            m_needles.append(form);
    }
    std::stable_sort(m_needles.begin(), m_needles.end(),
        [](const QString& left, const QString& right) { return left.size() > right.size(); });
}

QString Redaction::masked(QString text) const
{
    for (const QString& needle : m_needles)
        text.replace(needle, QStringLiteral("***"));
    return text;
}

} // namespace tradestate
