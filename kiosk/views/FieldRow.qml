import QtQuick
import kiosk.ui

// One line of the form: what it is, what was read, how sure that is, and what can be done about it.
Column {
    id: row

    required property string fieldId
    required property string group
    required property bool first
    required property string kind
    required property string value
    required property string status
    required property string source
    required property string remark
    property bool chosen: false
    // a certain line of few letters (a Chinese one is as wide as two others): name, value and buttons in one row, so that many
    // are seen at a glance; beside the paper of a wide screen a row has no room for all three
    readonly property bool brief: width >= 900 && status !== "check" && remark === "" && !shell.large && [...value].reduce((room, letter) => room + (letter > "\u2e80" ? 2 : 1), 0) <= 36

    signal edited()
    signal kept()
    signal removed()
    signal tapped()

    spacing: 20

    Say {
        bold: true
        color: row.group === "doubtful" ? Theme.doubt : Theme.main
        size: Theme.heading
        visible: row.first
        width: parent.width
        word: "form_group_" + row.group
    }
    Panel {
        id: panel

        border.color: row.chosen ? Theme.main : row.status === "check" ? Theme.doubt : Theme.line
        border.width: row.chosen ? 6 : row.status === "check" ? 4 : Theme.border
        color: row.status === "check" ? Theme.doubtTint : Theme.surface
        padding: row.brief ? 20 : 28
        width: parent.width

        Item {
            height: Math.max(told.height, aside.height)
            objectName: "form.field." + row.fieldId
            width: parent.width

            Column {
                id: told

                spacing: 12
                width: parent.width - (aside.active ? aside.width + 24 : 0)

                Flow {
                    spacing: 20
                    width: parent.width

                    Say {
                        color: Theme.soft
                        size: Theme.small
                        width: Math.round(240 * Theme.grow)
                        word: "kind_" + row.kind
                    }
                    Row {
                        spacing: 12
                        visible: row.brief && row.value !== ""
                        width: told.width - Math.round(240 * Theme.grow) - 20

                        Pictogram {
                            id: kept

                            color: Theme.good
                            name: "check"
                            side: Theme.body
                            visible: row.status === "kept"
                        }
                        Plain {
                            font.bold: true
                            text: row.value
                            width: parent.width - (kept.visible ? kept.width + parent.spacing : 0)
                        }
                    }
                    Chip {
                        both: false
                        look: row.status === "check" ? "doubt" : row.status === "kept" ? "good" : "plain"
                        picture: row.status === "check" ? "alert" : row.status === "kept" ? "check" : row.status === "empty" ? "pen" : "page"
                        visible: !row.brief || row.status === "empty"
                        word: "form_status_" + row.status
                    }
                    Chip {
                        both: false
                        picture: "pen"
                        visible: row.source === "handwriting"
                        word: "form_handwriting"
                    }
                }
                Plain {
                    color: row.value ? Theme.ink : Theme.soft
                    font.bold: row.value !== ""
                    // what was read and confirmed is not read through again; a touch shows all of it
                    elide: Text.ElideRight
                    maximumLineCount: row.status === "kept" && !row.chosen ? 2 : 1000
                    text: row.value ? row.value : Words.main.form_empty
                    visible: !row.brief || row.value === ""
                    width: parent.width
                }
                Plain {
                    color: Theme.doubt
                    font.pixelSize: Theme.small
                    text: Words.ordered(row.remark)
                    visible: text !== ""
                    width: parent.width
                }
            }
            TapHandler {
                onTapped: row.tapped()
            }
            // a line that needs nothing takes little room: its buttons stand beside it
            Loader {
                id: aside

                active: row.status !== "check"
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }

                sourceComponent: Row {
                    spacing: 16

                    BigButton {
                        both: false
                        compact: true
                        objectName: "form.field." + row.fieldId + ".edit"
                        picture: "pen"
                        tight: true
                        word: row.status === "empty" ? "form_write" : "form_edit"

                        onClicked: {
                            row.tapped()
                            row.edited()
                        }
                    }
                    BigButton {
                        both: false
                        compact: true
                        look: "alarm"
                        objectName: "form.field." + row.fieldId + ".remove"
                        picture: "erase"
                        tight: true
                        visible: row.status !== "empty"
                        word: "form_remove"

                        onClicked: row.removed()
                    }
                }
            }
        }
        Loader {
            active: row.status === "check"
            visible: active
            width: parent.width

            sourceComponent: Row {
                readonly property real cell: (width - 2 * spacing) / 3

                spacing: 16

                BigButton {
                    both: false
                    compact: true
                    look: "main"
                    objectName: "form.field." + row.fieldId + ".keep"
                    picture: "check"
                    size: Theme.small
                    width: parent.cell
                    word: "form_keep"

                    onClicked: row.kept()
                }
                BigButton {
                    both: false
                    compact: true
                    objectName: "form.field." + row.fieldId + ".edit"
                    picture: "pen"
                    width: parent.cell
                    word: "form_edit"

                    onClicked: {
                        row.tapped()
                        row.edited()
                    }
                }
                BigButton {
                    both: false
                    compact: true
                    look: "alarm"
                    objectName: "form.field." + row.fieldId + ".remove"
                    picture: "erase"
                    width: parent.cell
                    word: "form_remove"

                    onClicked: row.removed()
                }
            }
        }
    }
}
