// Questions and results. The browser's own dialogs keep the focus inside and give it back.

/** Whether the answer is yes. */
function confirmed({ title, text, yes }) {
  const dialog = $("confirm");
  put($("confirm-title"), title);
  put($("confirm-text"), text);
  put($("confirm-yes"), yes);
  dialog.returnValue = "no";
  dialog.showModal();
  $("confirm-no").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Stays until it is closed or there is another: who reads slowly has the time. */
function showResult(text, isBad = false) {
  $("result").hidden = false;
  $("result").dataset.tone = isBad ? "bad" : "ok";
  put($("result-text"), text);
}
function closeResult() {
  const hadFocus = $("result").contains(document.activeElement);
  $("result").hidden = true;
  if (hadFocus) (acted?.isConnected ? acted : $("main")).focus();
}
$("result-close").addEventListener("click", closeResult);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeResult();
});

// The button of what was done last.
let acted = null;

/** Asks first, then does it, and tells what came of it. A token that is missing or refused is asked for. */
async function act(trigger, question, task) {
  if (!await confirmed(question)) return;
  acted = trigger;
  trigger.setAttribute("aria-busy", "true");
  try {
    for (;;) {
      try {
        showResult(await task());
        return;
      } catch (error) {
        if (error.status !== 401 || !await askForToken(lack())) throw error;
      }
    }
  } catch (error) {
    showResult(`${question.title.replace("?", "")}: ${error.message}`, true);
  } finally {
    trigger.removeAttribute("aria-busy");
    refreshSoon(200);
  }
}

// MARK: The token

const lack = () => token.text ? "The node does not accept the token any more" : "This takes a token of the node's API";

/** Shows why a token is needed, and keeps the one that is entered if the node takes it. Whether there is one now. */
function askForToken(why = "") {
  const dialog = $("token");
  put($("token-fault"), why);
  $("token-text").value = "";
  $("token-forget").hidden = !token.text;
  if (!dialog.open) dialog.showModal();
  $("token-text").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Why the node does not take a token; empty when it does. What only a token opens is asked for with it. */
async function faultOf(text) {
  try {
    await ask("/config", { bearer: text });
    return "";
  } catch (error) {
    if (error.status === 401) return "The node does not accept this token";
    if (error.status === 403 || error.status === 404) return "";
    return error.wait ? `${error.message}. It takes the next one in ${span(error.wait / 1000)}` : error.message;
  }
}

$("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("token-text").value.trim();
  if (!text) {
    put($("token-fault"), "Enter the token first");
    return;
  }
  put($("token-fault"), "");
  $("token-yes").disabled = true;
  const fault = await faultOf(text);
  $("token-yes").disabled = false;
  if (fault) {
    put($("token-fault"), fault);
    $("token-text").setAttribute("aria-invalid", "true");
    $("token-text").select();
    return;
  }
  token.text = text;
  showToken();
  $("token").close("yes");
  begin();
});
$("token-text").addEventListener("input", () => $("token-text").removeAttribute("aria-invalid"));
$("token-no").addEventListener("click", () => $("token").close("no"));
$("token-forget").addEventListener("click", () => {
  token.text = "";
  showToken();
  $("token").close("no");
});
$("token-open").addEventListener("click", () => askForToken());
$("token").addEventListener("close", () => { $("token-text").value = ""; });

function showToken() {
  put($("token-open"), token.text ? "API token is set…" : "API token…");
}
