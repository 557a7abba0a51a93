// A guess that is clicked shows in the document where it came from.
for (const row of document.querySelectorAll("tr[data-at]")) {
  const show = () => {
    for (const old of document.querySelectorAll(".meant")) old.classList.remove("meant");
    const form = document.getElementById(row.dataset.form);
    if (!form) return;
    const found = [...form.querySelectorAll(".source [data-at]")].find((each) => each.dataset.at === row.dataset.at);
    const target = found || form;
    if (found) found.classList.add("meant");
    target.scrollIntoView({ block: "center", inline: "center" });
  };
  row.addEventListener("click", show);
  row.addEventListener("keydown", (event) => event.key === "Enter" && show());
}
