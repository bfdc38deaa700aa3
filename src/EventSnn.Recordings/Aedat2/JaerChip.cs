using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Aedat2;

/// <summary>A chip as jAER names it, with its sensor and the bit layout of its addresses.</summary>
/// <param name="Name">Short name, as the option takes it.</param>
/// <param name="JavaClass">The name that jAER writes into headers.</param>
/// <param name="Size">The sensor.</param>
/// <param name="Layout">The bit layout.</param>
internal sealed record JaerChip(string Name, string JavaClass, SensorSize Size, JaerLayout Layout)
{
    /// <summary>The known chips. DAVIS640 before DVS640, whose name it does not contain; longer names of a family first.</summary>
    public static IReadOnlyList<JaerChip> All { get; } =
    [
        new("DVS128", "ch.unizh.ini.jaer.chip.retina.DVS128", new(128, 128), JaerLayout.Dvs128),
        new("DAVIS240", "eu.seebetter.ini.chips.davis.DAVIS240C", new(240, 180), JaerLayout.Davis),
        new("DAVIS346", "eu.seebetter.ini.chips.davis.Davis346red", new(346, 260), JaerLayout.Davis),
        new("DAVIS208", "eu.seebetter.ini.chips.davis.DAVIS208PixelParade", new(208, 192), JaerLayout.Davis),
        new("DAVIS640", "eu.seebetter.ini.chips.davis.DAVIS640", new(640, 480), JaerLayout.Davis),
        new("DVS640", "ch.unizh.ini.jaer.chip.retina.DVS640", new(640, 480), JaerLayout.Dvs640),
    ];

    /// <summary>Finds the chip that a text names.</summary>
    /// <param name="text">A header line or an option's value.</param>
    /// <returns>The chip, or null.</returns>
    public static JaerChip? In(string text)
    {
        foreach (JaerChip chip in All)
        {
            if (text.Contains(chip.Name, StringComparison.OrdinalIgnoreCase))
            {
                return chip;
            }
        }

        return null;
    }
}
