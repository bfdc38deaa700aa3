using EventSnn.Cameras.Protocols;
using EventSnn.Events.Geometry;

namespace EventSnn.Cameras.Tests.Protocols;

public sealed class CameraAddressTests
{
    [Fact]
    public void An_address_tells_protocol_host_port_and_sensor()
    {
        CameraAddress.Parse("caer-tcp://camera.local:7000").ShouldBe(new CameraAddress("caer-tcp", "camera.local", 7000, SensorSize.Dvs128));
        CameraAddress.Parse("caer-tcp://[::1]:7000").Host.ShouldBe("::1");
        CameraAddress.Parse("jaer-udp://?size=346x260&chip=davis&sequence=off")
            .ShouldBe(new CameraAddress("jaer-udp", "0.0.0.0", 8991, new SensorSize(346, 260), IsDavis: true, IsNumbered: false));
        CameraAddress.Parse("evt3-pipe:-", new SensorSize(1280, 720)).ShouldBe(new CameraAddress("evt3-pipe", "-", 0, new SensorSize(1280, 720)));
    }

    [Theory]
    [InlineData("http://x")]
    [InlineData("caer-tcp://host:0")]
    [InlineData("caer-tcp://host:port")]
    [InlineData("caer-tcp://host:1?size=big")]
    [InlineData("mp3-pipe:-")]
    [InlineData("")]
    public void What_is_no_address_is_refused_with_what_would_be_one(string text) =>
        Should.Throw<CameraException>(() => CameraAddress.Parse(text)).Message.ShouldContain("Example: caer-tcp://");

    [Theory]
    [InlineData("caer-udp://127.0.0.1", true)]
    [InlineData("evt2-pipe:-", true)]
    [InlineData("recordings/user01_led.aedat", false)]
    [InlineData("C:\\recordings\\a.aedat", false)]
    public void A_file_is_no_address(string text, bool expected) => CameraAddress.IsOne(text).ShouldBe(expected);
}
