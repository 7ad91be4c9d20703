import QtQuick
import kiosk.ui

// How one matter goes: the state in plain words, what comes next, limits and dates; then rate, review, print.
StepPage {
    id: view

    required property QtObject model
    readonly property var matter: model.matter
    // the centre's own words before those of this terminal
    readonly property string nowZh: matter.nowZh || Words.zh["ask_state_" + matter.state] || matter.stateText
    readonly property string nowEn: matter.nowEn || Words.en["ask_state_" + matter.state] || matter.stateTextEn || matter.stateText
    readonly property string nextZh: matter.nextZh || Words.zh["ask_next_" + matter.state] || ""
    readonly property string nextEn: matter.nextEn || Words.en["ask_next_" + matter.state] || ""

    name: "ask.matter"
    title: "ask_matter_title"

    Panel {
        border.color: Theme.main
        color: Theme.tint
        width: parent.width

        Plain {
            color: Theme.soft
            font.pixelSize: Theme.small
            text: view.matter.number + "　" + view.matter.registered
            width: parent.width
        }
        Plain {
            color: Theme.main
            font.bold: true
            font.pixelSize: Theme.title
            text: Words.chinese ? view.nowZh : view.nowEn
            width: parent.width
        }
        Plain {
            color: Theme.soft
            font.pixelSize: Math.round(Theme.title * 0.58)
            text: Words.chinese ? view.nowEn : view.nowZh
            visible: view.nowEn !== view.nowZh
            width: parent.width
        }
        Fact {
            value: view.matter.unit
            visible: value !== ""
            width: parent.width
            word: "unit"
        }
    }
    Panel {
        visible: view.nextZh !== ""
        width: parent.width

        Pair {
            color: Theme.main
            width: parent.width
            word: "receipt_next"
        }
        Plain {
            text: Words.chinese ? view.nextZh : view.nextEn
            width: parent.width
        }
        Plain {
            color: Theme.soft
            font.pixelSize: 24
            text: Words.chinese ? view.nextEn : view.nextZh
            width: parent.width
        }
    }
    SheetStatus {
        model: view.model
        width: parent.width
    }
    AskSaid {
        model: view.model
        width: parent.width
    }
    Note {
        picture: "info"
        visible: !view.model.withCode
        width: parent.width
        word: "ask_code_for_more"
    }
    Grid {
        columns: view.portrait ? 1 : 2
        spacing: Theme.gap
        visible: view.model.clocks.length > 0 || view.model.stops.length > 0
        width: parent.width

        Panel {
            visible: view.model.clocks.length > 0
            width: view.portrait ? parent.width : (parent.width - Theme.gap) / 2

            Pair {
                color: Theme.main
                width: parent.width
                word: "ask_clocks"
            }
            ClockList {
                clocks: view.model.clocks
                width: parent.width
            }
        }
        Panel {
            visible: view.model.stops.length > 0
            width: view.portrait ? parent.width : (parent.width - Theme.gap) / 2

            Pair {
                color: Theme.main
                width: parent.width
                word: "ask_stops"
            }
            Repeater {
                model: view.model.stops

                Column {
                    required property var modelData

                    width: parent.width

                    Plain {
                        font.bold: true
                        font.pixelSize: Theme.small
                        text: Words.chinese ? modelData.text : modelData.english
                        width: parent.width
                    }
                    Plain {
                        color: Theme.soft
                        font.pixelSize: Math.round(Theme.small * 0.9)
                        text: modelData.at + "　" + (Words.chinese ? modelData.english : modelData.text)
                        width: parent.width
                    }
                }
            }
        }
    }

    actions: [
        BigButton {
            enabled: view.model.printState !== "printing"
            look: "main"
            objectName: "ask.print"
            picture: "printer"
            width: view.innerWidth
            word: "ask_print"

            onClicked: view.model.printSheet(shell.locale)
        },
        BigButton {
            compact: true
            objectName: "ask.review"
            picture: "retry"
            visible: view.model.reviewOffered
            width: view.model.rateOffered ? (view.innerWidth - view.actionsSpacing) / 2 : view.innerWidth
            word: "ask_review"

            onClicked: view.model.go("review")
        },
        BigButton {
            compact: true
            objectName: "ask.rate"
            picture: "face5"
            visible: view.model.rateOffered
            width: view.model.reviewOffered ? (view.innerWidth - view.actionsSpacing) / 2 : view.innerWidth
            word: "ask_rate"

            onClicked: view.model.go("rate")
        }
    ]
}
