import QtQuick
import kiosk.ui

// One clear screen per mishap: picture, what happened, what to do next, one or two buttons.
StepPage {
    id: view

    required property QtObject model
    readonly property string kind: model.kind !== "" ? model.kind : "no_page"

    signal manualAsked()

    function act(answer) {
        switch (answer) {
        case "retry": model.retry(); break
        case "dismiss": model.dismiss(); break
        case "manual": view.manualAsked(); break
        case "came_out": model.seen(true); break
        case "missing": model.seen(false); break
        }
    }

    // Some answers have a sentence of their own for this mishap.
    function own(answer) {
        return Words.main["mishap_answer_" + answer + "_" + view.kind] !== undefined ? "_" + view.kind : ""
    }

    crowded: shell.large
    name: "mishap"
    spacing: 40
    title: "mishap_" + kind

    Grid {
        columnSpacing: 64
        columns: view.portrait ? 1 : 2
        rowSpacing: 48
        verticalItemAlignment: Grid.AlignVCenter
        width: parent.width

        Item {
            height: drawing.side + 40
            width: view.portrait ? parent.width : parent.width * 0.34

            Pictogram {
                id: drawing

                anchors.centerIn: parent
                color: Theme.main
                name: view.model.picture
                side: Math.round(Math.min(view.width, view.height) * (shell.large ? 0.16 : 0.3))
            }
            Pictogram {
                anchors { left: drawing.right; leftMargin: -drawing.side * 0.3; top: drawing.top }
                color: Theme.seal
                name: "alert"
                side: drawing.side * 0.36
                visible: view.model.picture !== "question" && view.model.picture !== "staff"
            }
        }
        Column {
            spacing: 32
            width: view.portrait ? parent.width : parent.width * 0.66 - parent.columnSpacing

            Panel {
                width: parent.width

                Say {
                    bold: true
                    color: Theme.main
                    size: Theme.small
                    width: parent.width
                    word: "mishap_next"
                }
                Say {
                    size: Theme.heading
                    width: parent.width
                    word: "mishap_" + view.kind + "_next"
                }
                Plain {
                    text: Words.ordered(view.model.detail)
                    visible: text !== "" && view.kind === "rejected"
                    width: parent.width
                }
            }
            Row {
                spacing: 16
                width: parent.width

                Pictogram {
                    id: safe

                    color: Theme.good
                    name: "shield"
                    side: Math.round(48 * Theme.grow)
                }
                Say {
                    color: Theme.good
                    size: Theme.small
                    width: parent.width - safe.width - parent.spacing
                    word: "mishap_nothing_lost"
                }
            }
        }
    }

    actions: Repeater {
        model: view.model.answers

        BigButton {
            required property int index
            required property string modelData

            look: index === 0 ? "main" : "plain"
            objectName: "mishap." + modelData
            picture: modelData === "retry" || modelData === "missing" ? "retry" : modelData === "manual" ? "pen" : "check"
            width: view.model.answers.length === 1 ? view.innerWidth : (view.innerWidth - view.actionsSpacing) / 2
            word: "mishap_answer_" + modelData + view.own(modelData)

            onClicked: view.act(modelData)
        }
    }
}
