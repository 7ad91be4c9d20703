import QtQuick
import kiosk.ui

// The whole once more with who answers for it; then the signature under the words it stands for.
Item {
    id: view

    required property QtObject model
    property bool signing: false
    readonly property Item page: signing ? sheet.item : looking

    // True when the screen itself took a step back.
    function back() {
        const was = signing
        signing = false
        return was
    }

    StepPage {
        id: looking

        anchors.fill: parent
        visible: !view.signing
        lead: "submit_lead"
        name: "submit"
        title: "submit_title"

        Grid {
            columnSpacing: Theme.gap
            columns: looking.portrait ? 1 : 2
            rowSpacing: Theme.gap
            width: parent.width

            Panel {
                color: Theme.doubtTint
                spacing: 22
                visible: view.model.similar.number !== undefined
                width: looking.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.45

                Say {
                    bold: true
                    color: Theme.doubt
                    size: Theme.heading
                    width: parent.width
                    word: "submit_similar"
                }
                Plain {
                    text: view.model.similar.summary ?? ""
                    width: parent.width
                }
                Plain {
                    color: Theme.soft
                    font.pixelSize: Theme.small
                    text: [view.model.similar.number, view.model.similar.unit,
                        Words.said(view.model.similar.state, view.model.similar.stateEn)].join("　")
                    width: parent.width
                }
                BigButton {
                    objectName: "submit.continue"
                    picture: "next"
                    width: parent.width
                    word: "earlier_continue"

                    onClicked: view.model.continueWith(view.model.similar.number)
                }
                BigButton {
                    compact: true
                    objectName: "submit.apart"
                    picture: "plus"
                    width: parent.width
                    word: "submit_apart"

                    onClicked: view.model.continueWith("")
                }
            }
            // who answers for it comes first: that is what a visitor came to learn
            Panel {
                color: Theme.tint
                spacing: 22
                width: looking.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.45

                Say {
                    bold: true
                    color: Theme.main
                    size: Theme.heading
                    width: parent.width
                    word: "submit_unit_title"
                }
                Busy {
                    visible: view.model.suggestionState === "asking"
                    width: parent.width
                    word: "submit_asking"
                }
                Say {
                    visible: view.model.suggestionState === "unreachable"
                    width: parent.width
                    word: "submit_unreachable"
                }
                Row {
                    spacing: 20
                    visible: view.model.unit !== ""
                    width: parent.width

                    Pictogram {
                        id: house

                        color: Theme.main
                        name: "unit"
                        side: Math.round(80 * Theme.grow)
                    }
                    Plain {
                        font.bold: true
                        font.pixelSize: Theme.heading
                        text: Words.ordered(view.model.unit)
                        width: parent.width - house.width - parent.spacing
                    }
                }
                Fact {
                    value: Words.said(view.model.category, view.model.categoryEn)
                    visible: view.model.category !== ""
                    width: parent.width
                    word: "category"
                }
                Fact {
                    value: Words.said(view.model.reason, view.model.reasonEn)
                    visible: view.model.suggestionState === "known"
                    width: parent.width
                    word: "submit_reason"
                }
                Say {
                    bold: true
                    values: [view.model.inHand]
                    visible: view.model.suggestionState !== "asking" && view.model.inHand !== ""
                    width: parent.width
                    word: "submit_in_hand"
                }
                Say {
                    color: Theme.soft
                    size: Theme.small
                    visible: view.model.suggestionState === "known"
                    width: parent.width
                    word: "submit_proposal"
                }
            }
            Panel {
                id: summary

                spacing: 22
                width: looking.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.55

                Say {
                    bold: true
                    color: Theme.main
                    size: Theme.heading
                    width: parent.width
                    word: "submit_summary"
                }
                BigButton {
                    compact: true
                    objectName: "submit.read"
                    picture: "sound"
                    visible: voice.there
                    width: parent.width
                    word: "voice_read"

                    onClicked: voice.readMatter()
                }
                Fact {
                    strong: true
                    value: view.model.holder
                    width: parent.width
                    word: "submit_holder"
                }
                Fact {
                    value: Words.filled(Words.main.submit_persons_count, [view.model.persons, view.model.speakers])
                    visible: view.model.persons > 1
                    width: parent.width
                    word: "submit_persons"
                }
                Fact {
                    value: view.model.behalf
                    visible: value !== ""
                    width: parent.width
                    word: "submit_behalf"
                }
                Fact {
                    value: view.model.continues
                    visible: view.model.continues !== ""
                    width: parent.width
                    word: "submit_continues"
                }
                Repeater {
                    model: view.model.lines

                    Fact {
                        required property var modelData

                        value: modelData.value
                        width: summary.width - 2 * summary.padding
                        word: "kind_" + modelData.kind
                    }
                }
                Fact {
                    value: Words.filled(Words.main.submit_pages_count, [view.model.pages])
                    width: parent.width
                    word: "submit_pages"
                }
                Fact {
                    value: Words.main[view.model.publish ? "yes" : "no"]
                    width: parent.width
                    word: "form_publish"
                }
                Fact {
                    value: Words.main[view.model.confidential ? "yes" : "no"]
                    width: parent.width
                    word: "form_confidential"
                }
            }
        }

        actions: [
            BigButton {
                enabled: !view.model.sending
                look: "main"
                objectName: "submit.sign"
                picture: "pen"
                width: looking.portrait ? looking.innerWidth : (looking.innerWidth - looking.actionsSpacing) * 0.5
                word: "submit_sign"

                onClicked: view.signing = true
            },
            BigButton {
                enabled: !view.model.sending
                objectName: "submit.send"
                picture: view.model.sending ? "clock" : "send"
                width: looking.portrait ? looking.innerWidth : (looking.innerWidth - looking.actionsSpacing) * 0.5
                word: view.model.sending ? "submit_sending" : "submit_unsigned"

                onClicked: view.model.send(shell.locale)
            }
        ]
    }
    Loader {
        id: sheet

        active: view.signing
        anchors.fill: parent

        sourceComponent: Signing {
            model: view.model
        }
    }
}
