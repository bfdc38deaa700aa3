using System.Text;

namespace EventSnn.Live.Tests.Browser;

/// <summary>A video for the fake webcam: a bright bar that goes right for a while, then one that goes down, again and again.</summary>
internal static class MovingBars
{
    public const int Side = 128;

    /// <summary>Writes y4m, 15 frames per second, limited range. Of little contrast: some 100,000 events per second, which a slow machine follows too.</summary>
    public static void Write(string file, int framesEach)
    {
        using FileStream stream = File.Create(file);
        stream.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Side} H{Side} F15:1 Ip A1:1 C420jpeg\n"));
        byte[] frame = new byte[Side * Side * 3 / 2];
        for (int f = 0; f < 2 * framesEach; f++)
        {
            Array.Fill(frame, (byte)128);
            int at = f * 6 % Side;
            for (int y = 0; y < Side; y++)
            {
                for (int x = 0; x < Side; x++)
                {
                    int along = f < framesEach ? x : y;
                    frame[(y * Side) + x] = (byte)(((along - at + Side) % Side) < 14 ? 110 : 70);
                }
            }

            stream.Write("FRAME\n"u8);
            stream.Write(frame);
        }
    }
}
