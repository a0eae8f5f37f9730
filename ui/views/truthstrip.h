// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statuswords.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;

namespace tradestate {

class ElidedLabel;
class FlowLayout;
class WrappedLabel;

/// What is on record and how far it is proven, always visible: icon, colour and words.
class TruthStrip : public QFrame
{
    Q_OBJECT

public:
    explicit TruthStrip(QWidget* parent = nullptr);

    /// What could be done about it, offered as a button in the strip.
    enum class Offer { None, BackToNow, Choose, Undo, Retry, Details, PutBack };
    struct Extra
    {
        QString sentence; ///< instead of the worst condition, such as "Restored from …"; empty: the condition itself
        Offer offer = Offer::None;
        std::optional<Error> refreshError; ///< the last refresh failed as a whole; what is shown is older
        qint64 shownAgeSeconds = 0; ///< how old what is shown is, then
    };
    /// What does not change with the time: findings, and whether the record may be written. Shown with the next
    /// setWords.
    void setSnapshot(const Snapshot& snapshot);
    void setWords(const StatusWords& words, const Extra& extra);
    /// Before the first answer, or where none can come.
    void setWaiting(const QString& what, StatusLevel level = StatusLevel::Neutral, Offer offer = Offer::None);

    /// All that the strip says, as one text; also its accessible name.
    [[nodiscard]] QString spokenText() const;
    [[nodiscard]] StatusLevel level() const { return m_level; }
    [[nodiscard]] QStringList chipTexts() const;
    [[nodiscard]] QPushButton* offerButton() const { return m_button; }
    [[nodiscard]] QPushButton* findingsButton() const { return m_findings; }

Q_SIGNALS:
    void offerTaken(tradestate::TruthStrip::Offer offer);
    /// All findings are to be listed.
    void findingsWanted();
    /// Screen readers were told that what is true has changed.
    void announced();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Chip
    {
        QString text;
        QString toolTip;

        [[nodiscard]] bool operator==(const Chip&) const = default;
    };
    struct Headline
    {
        StatusLevel level = StatusLevel::Neutral;
        QString text;
        QString toolTip;
    };
    [[nodiscard]] Headline conditionHeadline(const StatusWords& words) const;
    [[nodiscard]] static Chip chipOf(const Headline& headline);
    void setChips(const std::vector<Chip>& chips);
    void applyColours();
    void holdHeight();
    void announce(const QString& what);
    void setOffer(Offer offer);
    [[nodiscard]] static QString offerText(Offer offer);

    QLabel* m_icon;
    WrappedLabel* m_worst;
    WrappedLabel* m_what;
    FlowLayout* m_line; ///< what is on record, and the chips
    QPushButton* m_button;
    QPushButton* m_findings;
    QFrame* m_bar;
    StatusLevel m_level = StatusLevel::Neutral;
    Offer m_offer = Offer::None;
    std::vector<Chip> m_chips;
    std::vector<ElidedLabel*> m_chipLabels;
    // of the snapshot
    int m_findingCount = 0;
    Headline m_worstFinding; ///< the worst warning or error as a sentence; empty where there is none
    std::vector<Chip> m_findingChips; ///< of what no row shows, the worst first
    std::optional<Chip> m_readOnly;
    QString m_announced;
};

} // namespace tradestate
