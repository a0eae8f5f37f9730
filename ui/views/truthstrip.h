// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statuswords.h"

#include <QFrame>

#include <optional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace tradestate {

/// What is on record and how far it is proven, always visible: icon, colour and words.
class TruthStrip : public QFrame
{
    Q_OBJECT

public:
    explicit TruthStrip(QWidget* parent = nullptr);

    /// What could be done about it, offered as a button in the strip.
    enum class Offer { None, BackToNow, Choose, Undo, Retry };
    struct Extra
    {
        QString sentence; ///< instead of the worst condition, such as "Restored from …"; empty: the condition itself
        Offer offer = Offer::None;
        std::optional<Error> refreshError; ///< the last refresh failed as a whole; what is shown is older
        qint64 shownAgeSeconds = 0; ///< how old what is shown is, then
    };
    void setWords(const StatusWords& words, const Extra& extra);
    /// Before the first answer.
    void setWaiting(const QString& what);

    /// All that the strip says, as one text; also its accessible name.
    [[nodiscard]] QString spokenText() const;
    [[nodiscard]] StatusLevel level() const { return m_level; }
    [[nodiscard]] QPushButton* offerButton() const { return m_button; }

Q_SIGNALS:
    void offerTaken(tradestate::TruthStrip::Offer offer);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColours();
    void setChips(const QStringList& texts, const QStringList& toolTips);
    void announce();
    [[nodiscard]] static QString offerText(Offer offer);

    QLabel* m_icon;
    QLabel* m_worst;
    QLabel* m_what;
    QHBoxLayout* m_chips;
    QPushButton* m_button;
    QFrame* m_bar;
    StatusLevel m_level = StatusLevel::Neutral;
    Offer m_offer = Offer::None;
    QStringList m_chipTexts;
    QString m_announced;
};

} // namespace tradestate
