package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Swagger UI in a real browser. */
final class SwaggerPage {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--disable-quic");

    private SwaggerPage() {}

    /** Chooses the gateway's document, presses Try it out and Execute on GET /v1/health, and reads the answer. */
    static void readsHealth(URI address) {
        boolean there = Files.isExecutable(CHROMIUM);
        String absent = "no Chromium: apt-get install chromium";
        assertThat(there || !"required".equals(System.getProperty("shieldwall.tools"))).as(absent).isTrue();
        Assumptions.assumeTrue(there, absent);
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        try (Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
                Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(ARGUMENTS))) {
            Page page = browser.newPage();
            page.navigate(address + "?urls.primaryName=gateway");
            page.locator(".opblock-summary-path:has-text(\"health\")").first().click();
            page.locator("button:has-text(\"Try it out\")").first().click();
            page.locator("button.execute").first().click();
            String answer = page.locator(".live-responses-table tr.response .response-col_description").first().textContent();
            assertThat(answer).contains("quorum");
            assertThat(page.locator("#select option").allTextContents())
                    .contains("identity", "capability", "session", "audit");
        }
    }
}
