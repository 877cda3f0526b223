#!/usr/bin/env python3
"""A real browser, Chromium without a screen, for tests: browser.py DIRECTORY [CERTIFICATE].

Reads a command a line and answers each with a line, JSON both: {"value": …}, or {"error": "…"}. DIRECTORY keeps what the browser keeps. A server
that shows CERTIFICATE (a file, PEM) is trusted, whoever issued that; no other without an issuer that Chromium knows is.

{"open": URL}
{"script": text, "arguments": […]}   a JavaScript function's body, run in the page; its value, waited for when it is a promise
{"press": [key…]}                    to whatever has the focus: names of selenium's keys ("TAB", "SHIFT+TAB"), or text
{"click": selector}                  by the pointer, after scrolling there
{"screen": {"width", "height", "isDark", "isPhone"}}
{"picture": path}                    of the whole page, as PNG; with a dialog, of what is seen of it
{"axe": true}                        what axe-core finds: [{"id", "impact", "nodes": […]}…]
{"faults": true}                     errors in the console since the last time
{"requests": true}                   addresses that were asked for since the last time
"""

import base64
import glob
import hashlib
import json
import os
import subprocess
import sys

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

AXE = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/axe_playwright_python/axe.min.js"))[0]


def key_hash(certificate):
    """Of the certificate's public key, as Chromium wants it."""
    key = subprocess.run(["openssl", "x509", "-pubkey", "-noout", "-in", certificate], capture_output=True, check=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key, capture_output=True, check=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


def start(directory, certificate=None):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run", "disable-background-networking",
                     "disable-component-update", f"user-data-dir={directory}/profile", "window-size=1280,1400"):
        options.add_argument("--" + argument)
    if certificate:
        options.add_argument("--ignore-certificate-errors-spki-list=" + key_hash(certificate))
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    return driver


def press(driver, keys):
    for key in keys:
        *held, last = key.split("+") if key.isupper() else [key]
        actions = ActionChains(driver)
        for name in held:
            actions.key_down(getattr(Keys, name))
        actions.send_keys(getattr(Keys, last, last) if key.isupper() else last)
        for name in held:
            actions.key_up(getattr(Keys, name))
        actions.perform()


def click(driver, selector):
    element = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def screen(driver, wanted):
    metrics = {"width": wanted["width"], "height": wanted["height"], "deviceScaleFactor": 1, "mobile": wanted["isPhone"]}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if wanted["isDark"] else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def picture(driver, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    is_whole = driver.execute_script("return !document.querySelector('dialog[open]')")
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": is_whole})
    with open(path, "wb") as file:
        file.write(base64.b64decode(taken["data"]))


def axe(driver):
    with open(AXE) as file:
        driver.execute_script(file.read())
    found = driver.execute_async_script(
        "axe.run().then(arguments[0], (error) => arguments[0]({violations: [{id: String(error), impact: 'critical', nodes: []}]}))")
    return [{"id": each["id"], "impact": each["impact"], "nodes": [f"{node['html']}: {node.get('failureSummary')}" for node in each["nodes"]]}
            for each in found["violations"]]


def requests(driver):
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]


def carry_out(driver, command):
    (name, value), = ((name, value) for name, value in command.items() if name != "arguments")
    if name == "open":
        return driver.get(value)
    if name == "script":
        return driver.execute_script(value, *command.get("arguments", []))
    if name == "faults":
        return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    if name in ("axe", "requests"):
        return {"axe": axe, "requests": requests}[name](driver)
    return {"press": press, "click": click, "screen": screen, "picture": picture}[name](driver, value)


def main():
    driver = start(*sys.argv[1:])
    try:
        for line in sys.stdin:
            try:
                answer = {"value": carry_out(driver, json.loads(line))}
            except Exception as error:  # whatever it is, the test is told
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        driver.quit()


main()
