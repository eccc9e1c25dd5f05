export default { title: "Rows and Seedlings", url: "https://rows.example.net/", language: "en" };
