import QtQuick
import kiosk.ui

// One question with two large answers; the chosen one is filled and ticked.
Panel {
    id: question

    required property string name
    required property string word
    property string answer: ""
    readonly property bool wide: width > 900 && !shell.large

    signal answered(bool yes)

    padding: 28

    Grid {
        columnSpacing: Theme.gap
        columns: question.wide ? 2 : 1
        rowSpacing: 20
        verticalItemAlignment: Grid.AlignVCenter
        width: parent.width

        Say {
            width: question.wide ? parent.width - 400 - parent.columnSpacing : parent.width
            word: question.word
        }
        Row {
            spacing: 20
            width: question.wide ? 400 : parent.width

            BigButton {
                compact: true
                look: question.answer === "yes" ? "main" : "plain"
                objectName: question.name + ".yes"
                picture: question.answer === "yes" ? "check" : ""
                size: Theme.body
                width: (parent.width - parent.spacing) / 2
                word: "yes"

                onClicked: question.answered(true)
            }
            BigButton {
                compact: true
                look: question.answer === "no" ? "main" : "plain"
                objectName: question.name + ".no"
                picture: question.answer === "no" ? "check" : ""
                size: Theme.body
                width: (parent.width - parent.spacing) / 2
                word: "no"

                onClicked: question.answered(false)
            }
        }
    }
}
