import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "notice_lead"
    name: "notice"
    title: "notice_title"

    Grid {
        columnSpacing: Theme.gap
        columns: view.portrait ? 1 : 2
        rowSpacing: 16
        width: parent.width

        Repeater {
            model: [
                { picture: "hall", word: "notice_who", values: [Words.chinese ? shell.hall.keeper : shell.hall.keeperEnglish, shell.hall.phone] },
                { picture: "card", word: "notice_what", values: [] },
                { picture: "unit", word: "notice_why", values: [] },
                { picture: "clock", word: "notice_long", values: [] },
                { picture: "shield", word: "notice_secret", values: [] },
                { picture: "hand", word: "notice_rights", values: [shell.hall.phone] }
            ]

            Panel {
                id: point

                required property var modelData

                padding: 20
                width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

                Row {
                    spacing: 28
                    width: parent.width

                    Pictogram {
                        id: mark

                        color: Theme.main
                        name: point.modelData.picture
                        side: Math.round(72 * Theme.grow)
                    }
                    Column {
                        spacing: 4
                        width: parent.width - mark.width - parent.spacing

                        Pair {
                            width: parent.width
                            word: point.modelData.word
                        }
                        Plain {
                            font.pixelSize: Theme.small
                            text: Words.filled(Words.main[point.modelData.word + "_text"], point.modelData.values)
                            width: parent.width
                        }
                    }
                }
            }
        }
    }

    actions: BigButton {
        look: "main"
        objectName: "notice.continue"
        picture: "next"
        width: view.innerWidth
        word: "notice_continue"

        onClicked: view.model.proceed()
    }
}
