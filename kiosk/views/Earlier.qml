import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "earlier_lead_" + model.state
    name: "earlier"
    title: "earlier_title"

    Panel {
        color: Theme.tint
        width: parent.width

        Row {
            spacing: 24
            width: parent.width

            Pictogram {
                id: face

                color: Theme.main
                name: "person"
                side: Math.round(72 * Theme.grow)
            }
            Column {
                spacing: 12
                width: parent.width - face.width - parent.spacing

                Plain {
                    font.bold: true
                    font.pixelSize: Theme.heading
                    text: view.model.holderName + "　" + view.model.holderNumber
                    width: parent.width
                }
                Chip {
                    look: view.model.verified ? "good" : "doubt"
                    picture: view.model.verified ? "check" : "alert"
                    word: view.model.verified ? "holder_verified" : view.model.printed ? "holder_printed" : "holder_unverified"
                }
                Say {
                    bold: true
                    visible: view.model.printed
                    width: parent.width
                    word: "holder_compare"
                }
            }
        }
    }
    Busy {
        size: Theme.heading
        visible: view.model.state === "looking"
        width: parent.width
        word: "earlier_looking"
    }
    Panel {
        visible: view.model.state === "unreachable" || view.model.state === "none"
        width: parent.width

        Row {
            spacing: 28
            width: parent.width

            Pictogram {
                id: sign

                color: Theme.main
                name: view.model.state === "none" ? "page" : "offline"
                side: Math.round(96 * Theme.grow)
            }
            Say {
                size: Theme.body
                width: parent.width - sign.width - parent.spacing
                word: view.model.state === "none" ? "earlier_none" : "earlier_unreachable"
            }
        }
    }
    Repeater {
        model: view.model.matters

        Panel {
            id: matter

            required property int n
            required property string number
            required property string registered
            required property string category
            required property string categoryEn
            required property string summary
            required property string state
            required property string stateText
            required property string stateTextEn
            required property bool answered
            required property string unit
            required property var clocks

            spacing: 20
            width: parent.width

            Flow {
                spacing: 20
                width: parent.width

                Plain {
                    color: Theme.main
                    font.bold: true
                    font.pixelSize: Theme.heading
                    text: matter.number
                    wrapMode: Text.NoWrap
                }
                Rectangle {
                    border.color: Theme.main
                    border.width: Theme.border
                    color: Theme.tint
                    height: stateLabel.height + 16
                    radius: 14
                    width: stateLabel.width + 32

                    Plain {
                        id: stateLabel

                        anchors.centerIn: parent
                        color: Theme.main
                        font.bold: true
                        font.pixelSize: Theme.small
                        // in the visitor's language where there is a word for it
                        text: Words.said(matter.stateText, matter.stateTextEn || Words.en["ask_state_" + matter.state])
                        wrapMode: Text.NoWrap
                    }
                }
            }
            Plain {
                text: matter.summary
                visible: text !== ""
                width: parent.width
            }
            Flow {
                spacing: 16
                width: parent.width

                readonly property int across: view.portrait ? (matter.answered ? 1 : 2) : matter.answered ? 3 : 2
                readonly property real cell: Math.floor((width - (across - 1) * spacing) / across)

                BigButton {
                    objectName: "earlier.continue." + matter.n
                    picture: "next"
                    width: parent.cell
                    word: "earlier_continue"

                    onClicked: view.model.choose(matter.number)
                }
                BigButton {
                    objectName: "earlier.papers." + matter.n
                    picture: "pages"
                    width: parent.cell
                    word: "earlier_papers"

                    onClicked: view.model.bringPapers(matter.number)
                }
                BigButton {
                    objectName: "earlier.result." + matter.n
                    picture: "face4"
                    visible: matter.answered
                    width: parent.cell
                    word: "earlier_result"

                    onClicked: view.model.wantResult(matter.number)
                }
            }
            Fact {
                value: matter.registered + (matter.category ? "　" + Words.said(matter.category, matter.categoryEn) : "")
                width: parent.width
                word: "earlier_registered"
            }
            Fact {
                value: matter.unit
                visible: matter.unit !== ""
                width: parent.width
                word: "unit"
            }
            ClockList {
                clocks: matter.clocks
                width: parent.width
            }
        }
    }

    actions: BigButton {
        look: "main"
        objectName: "earlier.new"
        picture: "plus"
        width: view.innerWidth
        word: "earlier_new"

        onClicked: view.model.choose("")
    }
}
