// Starts `docflow lsp` for flows and restarts it when its path changes. Everything else is in the server.
"use strict";

const path = require("path");
const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;
let waiting = Promise.resolve(); // a client that is about to start cannot be stopped, so one thing at a time

/** The command that starts the server: the setting `docflow.path`, relative to the workspace when it begins with a dot. */
function serverPath() {
  const wanted = workspace.getConfiguration("docflow").get("path") || "docflow";
  const folder = workspace.workspaceFolders && workspace.workspaceFolders[0];
  const relative = wanted.startsWith("./") || wanted.startsWith("../");
  return relative && folder ? path.join(folder.uri.fsPath, wanted) : wanted;
}

async function start() {
  const command = serverPath();
  const server = { command, args: ["lsp"] };
  const options = { documentSelector: [{ language: "docflow" }] }; // which files to watch is asked by the server
  client = new LanguageClient("docflow", "docflow", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    complain(command, error); // not awaited: it stays until somebody closes it
  }
}

async function complain(command, error) {
  const settings = "Open the setting";
  const chosen = await window.showErrorMessage(
    `docflow: \`${command} lsp\` does not start (${error.message}). ` +
      'Install it with `pip install "docflow-core[lsp]"`, or say where it is in the setting docflow.path.',
    settings,
  );
  if (chosen === settings) {
    await commands.executeCommand("workbench.action.openSettings", "docflow.path");
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) {
    await running.stop();
  }
}

function restart() {
  waiting = waiting.then(stop).catch(() => undefined).then(start); // one that is dead already needs no stop
  return waiting;
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("docflow.restart", restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("docflow.path")) {
        return restart();
      }
      return undefined;
    }),
  );
  await restart();
}

function deactivate() {
  return waiting.then(stop);
}

module.exports = { activate, deactivate };
