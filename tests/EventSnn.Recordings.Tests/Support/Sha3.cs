using System.Numerics;

namespace EventSnn.Recordings.Tests.Support;

/// <summary>SHA3-224 after FIPS 202, which .NET lacks; only for digests that other programs published.</summary>
public static class Sha3
{
    private const int Rate = 144;
    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Places = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>The digest in lower-case hexadecimal.</summary>
    public static string Digest224(byte[] content)
    {
        byte[] padded = new byte[((content.Length / Rate) + 1) * Rate];
        content.CopyTo(padded, 0);
        padded[content.Length] = 0x06;
        padded[^1] |= 0x80;
        ulong[] state = new ulong[25];
        for (int at = 0; at < padded.Length; at += Rate)
        {
            for (int i = 0; i < Rate / 8; i++)
            {
                state[i] ^= BitConverter.ToUInt64(padded, at + (8 * i));
            }

            Permute(state);
        }

        return Convert.ToHexStringLower([.. state.SelectMany(BitConverter.GetBytes).Take(28)]);
    }

    private static void Permute(ulong[] s)
    {
        byte register = 1;
        ulong[] column = new ulong[5];
        for (int round = 0; round < 24; round++)
        {
            for (int x = 0; x < 5; x++)
            {
                column[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
            }

            for (int i = 0; i < 25; i++)
            {
                s[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);
            }

            ulong last = s[1];
            for (int i = 0; i < 24; i++)
            {
                (s[Places[i]], last) = (BitOperations.RotateLeft(last, Rotations[i]), s[Places[i]]);
            }

            for (int y = 0; y < 25; y += 5)
            {
                ulong[] row = s[y..(y + 5)];
                for (int x = 0; x < 5; x++)
                {
                    s[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
                }
            }

            for (int bit = 0; bit < 7; bit++)
            {
                // The round constants come from a linear feedback register of eight bits.
                s[0] ^= (ulong)(register & 1) << ((1 << bit) - 1);
                register = (byte)((register << 1) ^ ((register >> 7) * 0x71));
            }
        }
    }
}
