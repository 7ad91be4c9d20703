import QtQuick
import kiosk.ui

// How the terminal is, what can be tried, and the ways out. Nothing here says who a visitor was.
StepPage {
    id: view

    required property QtObject model
    readonly property real half: view.portrait ? innerWidth : (innerWidth - 20) / 2

    // made one after the other between frames, and shown once all of it stands
    function arrive() {
        settling.running = [devices, unsent, mishaps, pace].every(part => part.status === Loader.Ready)
    }

    coming: true
    maxWidth: 1700
    name: "attendant"
    spacing: 20
    title: "attendant_title"

    FrameAnimation {
        id: settling

        onTriggered: if (currentFrame > 0) {
            view.coming = false
            stop()
        }
    }
    Timer {
        interval: 5000
        repeat: true
        running: true

        onTriggered: view.model.refresh()
    }
    Flow {
        spacing: 20
        width: parent.width

        Loader {
            id: devices

            asynchronous: true
            width: view.half

            sourceComponent: AttendantDevices {
                model: view.model
            }

            onLoaded: view.arrive()
        }
        Panel {
            padding: 24
            spacing: 14
            width: view.half

            Pair {
                color: Theme.main
                width: parent.width
                word: "attendant_try"
            }
            Grid {
                columns: shell.large && view.portrait ? 1 : 3
                spacing: 16
                width: parent.width

                Repeater {
                    model: [{ trial: "print", picture: "printer" }, { trial: "read", picture: "card" }, { trial: "photo", picture: "camera" }]

                    BigButton {
                        required property var modelData

                        compact: true
                        objectName: "attendant.try." + modelData.trial
                        picture: modelData.picture
                        tight: true
                        width: (parent.width - (parent.columns - 1) * parent.spacing) / parent.columns
                        word: "attendant_try_" + modelData.trial

                        onClicked: view.model.attempt(modelData.trial)
                    }
                }
            }
            Say {
                bold: true
                color: view.model.trialState === "worked" ? Theme.good : view.model.trialState === "failed" ? Theme.seal : Theme.main
                size: Theme.small
                values: [view.model.trialSize]
                visible: view.model.trialState !== ""
                width: parent.width
                word: view.model.trialState === "" ? "attendant_try" : "trial_" + view.model.trial + "_" + view.model.trialState
            }
            Say {
                color: Theme.seal
                size: Theme.small
                visible: view.model.trialFound !== ""
                width: parent.width
                word: view.model.trialFound === "" ? "attendant_try" : view.model.trialFound
            }
            Fact {
                size: Theme.small
                value: Words.filled(Words.main.attendant_slips_count, [view.model.slips]) + (view.model.rollSince ? "　" + view.model.rollSince : "")
                width: parent.width
                word: "attendant_slips"
            }
            BigButton {
                compact: true
                objectName: "attendant.roll"
                picture: "retry"
                width: parent.width
                word: "attendant_roll"

                onClicked: view.model.newRoll()
            }
        }
        Loader {
            id: unsent

            asynchronous: true
            width: view.half

            sourceComponent: AttendantUnsent {
                model: view.model
            }

            onLoaded: view.arrive()
        }
        Loader {
            id: mishaps

            asynchronous: true
            width: view.half

            sourceComponent: AttendantMishaps {
                model: view.model
            }

            onLoaded: view.arrive()
        }
        Loader {
            id: pace

            asynchronous: true
            width: view.half

            sourceComponent: AttendantPace {
                model: view.model
            }

            onLoaded: view.arrive()
        }
        Panel {
            padding: 24
            spacing: 16
            width: view.half

            Pair {
                color: Theme.main
                width: parent.width
                word: "attendant_versions"
            }
            Repeater {
                model: view.model.versions

                Plain {
                    required property var modelData

                    font.pixelSize: Theme.small
                    text: modelData.name + "　" + modelData.version
                    width: view.half - 48
                }
            }
            BigButton {
                compact: true
                objectName: "attendant.desk"
                picture: "staff"
                width: parent.width
                word: view.model.desk ? "attendant_to_kiosk" : "attendant_to_desk"

                onClicked: view.model.setDesk(!view.model.desk)
            }
            BigButton {
                compact: true
                objectName: "attendant.restart"
                picture: "retry"
                width: parent.width
                word: "attendant_restart"

                onClicked: ask.open(true)
            }
            BigButton {
                compact: true
                look: "alarm"
                objectName: "attendant.exit"
                picture: "leave"
                width: parent.width
                word: "attendant_exit"

                onClicked: ask.open(false)
            }
        }
    }
    Sheet {
        id: ask

        property bool again: false

        function open(begin) {
            again = begin
            visible = true
        }

        parent: view

        Say {
            align: Text.AlignHCenter
            bold: true
            size: Theme.heading
            width: parent.width
            word: ask.again ? "attendant_restart_ask" : "attendant_exit_ask"
        }
        BigButton {
            look: "main"
            objectName: "attendant.sure.no"
            picture: "back"
            width: parent.width
            word: "attendant_sure_no"

            onClicked: ask.visible = false
        }
        BigButton {
            look: "alarm"
            objectName: "attendant.sure.yes"
            picture: ask.again ? "retry" : "leave"
            width: parent.width
            word: ask.again ? "attendant_restart" : "attendant_exit"

            onClicked: view.model.leaveProgram(ask.again)
        }
    }

    actions: BigButton {
        look: "main"
        objectName: "attendant.leave"
        picture: "back"
        width: view.innerWidth
        word: view.model.beneath ? "attendant_back_to_visit" : "attendant_leave"

        onClicked: view.model.leave()
    }
}
