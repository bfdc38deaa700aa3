using System.Net;
using EventSnn.Events.Geometry;
using EventSnn.Live.Host;
using EventSnn.Live.Pipeline;
using EventSnn.Live.Session;
using EventSnn.TestKit;

namespace EventSnn.Live.Tests.Browser;

/// <summary>The page in a real browser, with a webcam that plays a video. EVENTSNN_SCREENSHOTS names a folder to keep pictures in.</summary>
public sealed class PageTests
{
    /// <summary>Counts the pixels of the picture that are not of the background's colour.</summary>
    private const string Lit =
        "(() => { const c = document.getElementById('picture'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
        + "for (let i = 0; i < d.length; i += 4) { if (Math.abs(d[i] - d[0]) + Math.abs(d[i + 1] - d[1]) > 60) { n++; } } return n; })()";

    [Fact]
    public async Task A_person_sees_events_teaches_a_gesture_sees_it_recognised_and_undoes_it()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        string video = folder.File("bars.y4m");
        MovingBars.Write(video, framesEach: 30); // 4 s, then again
        await using var session = new LiveSession(new LivePipeline(SensorSize.Dvs128), null, "webcam");
        session.Start();
        await using LiveHost host = await LiveHost.StartAsync(session, new LiveHostOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0) });
        await using Chromium browser = await Chromium.StartAsync(video, cancel);
        await browser.Open(host.Address, cancel);

        await StartWebcam(browser, cancel);
        await browser.Until("parseFloat(document.getElementById('rate').textContent) > 0", cancel); // events come
        await browser.Until($"({Lit}) > 100", cancel); // and are drawn; the bar leaves the picture dark now and then
        await browser.Until("document.getElementById('verdict').dataset.kind === 'untaught'", cancel);

        await Teach(browser, "bar", seconds: 5, cancel); // all of the video, so that every moment of it is known
        await browser.Until("document.getElementById('verdict').dataset.kind === 'gesture' && document.getElementById('name').textContent === 'bar' && !document.getElementById('classes').classList.contains('doubted')", cancel);
        await browser.Until("parseFloat(document.querySelector('#classes li:first-child small').textContent) >= 1", cancel);
        await Screenshots(browser, cancel);

        await Teach(browser, "second", seconds: 2, cancel);
        await browser.Until("document.querySelectorAll('#classes li').length === 2", cancel);
        await browser.Evaluate("document.activeElement.blur()", cancel);
        await browser.Key("keyDown", "u", "KeyU", cancel);
        await browser.Key("keyUp", "u", "KeyU", cancel);
        await browser.Until("document.querySelectorAll('#classes li').length === 1 && document.querySelector('#classes li').title === 'bar'", cancel);
        await browser.Evaluate("document.getElementById('undo').click()", cancel);
        await browser.Until("document.getElementById('verdict').dataset.kind === 'untaught' && document.getElementById('undo').disabled", cancel);

        PipelineStatus status = session.Pipeline.Status();
        status.Events.ShouldBe(status.Binned + status.Late + status.OutOfRange + status.PassedOver + status.SkippedEvents);
        status.Sent.Count.ShouldBeGreaterThan(0);
    }

    /// <summary>A browser that was busy may say that the webcam did not start in time; then a person asks again.</summary>
    private static async Task StartWebcam(Chromium browser, CancellationToken cancel)
    {
        const string Runs = "document.getElementById('webcam').getAttribute('aria-pressed') === 'true'";
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await browser.Evaluate("document.getElementById('toast').textContent = ''; document.getElementById('webcam').click()", cancel);
            await browser.Until($"{Runs} || document.getElementById('toast').textContent !== ''", cancel);
            if ((bool)(await browser.Evaluate(Runs, cancel))!)
            {
                return;
            }
        }

        ((string?)await browser.Evaluate("document.getElementById('toast').textContent", cancel)).ShouldBeNull("the webcam did not start");
    }

    /// <summary>By keyboard: T held for some seconds of the page's own time.</summary>
    private static async Task Teach(Chromium browser, string name, int seconds, CancellationToken cancel)
    {
        await browser.Evaluate($"(() => {{ const i = document.getElementById('gesture'); i.value = '{name}'; i.dispatchEvent(new Event('input')); i.blur(); }})()", cancel);
        await browser.Key("keyDown", "t", "KeyT", cancel);
        await browser.Until($"parseFloat((document.getElementById('held').textContent.match(/· ([0-9.]+) s/) || [0, 0])[1]) >= {seconds} && !document.getElementById('recording').hidden", cancel);
        await browser.Key("keyUp", "t", "KeyT", cancel);
        await browser.Until("document.getElementById('recording').hidden", cancel);
    }

    private static async Task Screenshots(Chromium browser, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable("EVENTSNN_SCREENSHOTS") is not { Length: > 0 } folder)
        {
            return;
        }

        foreach (bool dark in (bool[])[true, false])
        {
            await browser.Screenshot(Path.Combine(folder, $"wide-{(dark ? "dark" : "light")}.png"), 1360, 860, dark, cancel);
            await browser.Screenshot(Path.Combine(folder, $"narrow-{(dark ? "dark" : "light")}.png"), 390, 844, dark, cancel);
        }

        await browser.Call("Emulation.clearDeviceMetricsOverride", null, cancel);
    }
}
