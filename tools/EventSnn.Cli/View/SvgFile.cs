using System.Security;

namespace EventSnn.Cli.View;

/// <summary>Writes an SVG page: the picture, its title, and what its colours mean.</summary>
public static class SvgFile
{
    private const int Margin = 20;
    private const int Lines = 90;

    /// <summary>The size of the page that a picture comes on.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>Columns and rows of the page; the picture fills it but for margins and text, at 640 columns or more.</returns>
    public static (int Width, int Height) PageOf(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int width = Math.Max(picture.Width, 640);
        return (width + (2 * Margin), (picture.Height * width / picture.Width) + Lines);
    }

    /// <summary>Encodes one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="title">One line above it.</param>
    /// <param name="legend">One line below it.</param>
    /// <returns>The file's text.</returns>
    public static string Encode(Picture picture, string title, string legend)
    {
        ArgumentNullException.ThrowIfNull(picture);
        (int pageWidth, int pageHeight) = PageOf(picture);
        int width = pageWidth - (2 * Margin);
        int height = pageHeight - Lines;
        string data = System.Convert.ToBase64String(PngFile.Encode(picture));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{pageWidth}" height="{pageHeight}" font-family="sans-serif" font-size="15" fill="#dde">
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
