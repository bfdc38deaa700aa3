using System.Security;

namespace EventSnn.Cli.View;

/// <summary>Writes an SVG page: the picture, its title, and what its colours mean.</summary>
public static class SvgFile
{
    /// <summary>Encodes one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="title">One line above it.</param>
    /// <param name="legend">One line below it.</param>
    /// <returns>The file's text.</returns>
    public static string Encode(Picture picture, string title, string legend)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int width = Math.Max(picture.Width, 640);
        int height = picture.Height * width / picture.Width;
        string data = System.Convert.ToBase64String(PngFile.Encode(picture));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width + 40}" height="{height + 90}" font-family="sans-serif" font-size="15" fill="#dde">
            <rect width="100%" height="100%" fill="#12141c"/>
            <text x="20" y="28">{SecurityElement.Escape(title)}</text>
            <image x="20" y="42" width="{width}" height="{height}" image-rendering="pixelated" href="data:image/png;base64,{data}"/>
            <rect x="20" y="{height + 58}" width="14" height="14" fill="#ffaa30"/><text x="40" y="{height + 70}">ON</text>
            <rect x="80" y="{height + 58}" width="14" height="14" fill="#3a8cff"/><text x="100" y="{height + 70}">OFF</text>
            <text x="150" y="{height + 70}" fill="#99a">{SecurityElement.Escape(legend)}</text>
            </svg>

            """;
    }
}
