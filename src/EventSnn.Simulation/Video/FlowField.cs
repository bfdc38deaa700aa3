using EventSnn.Events.Geometry;

namespace EventSnn.Simulation.Video;

/// <summary>
/// Dense motion between two frames, coarse to fine, by the method of Horn and Schunck (1981) with warping: brightness is
/// constant along the motion, and the motion is smooth.
/// </summary>
internal sealed class FlowField
{
    private const float Smoothness = 150;
    private const int Warps = 3;
    private const int Sweeps = 14;
    private readonly Level[] levels;

    public FlowField(SensorSize size)
    {
        var list = new List<Level>();
        int width = size.Width;
        int height = size.Height;
        do
        {
            list.Add(new Level(width, height));
            width = (width + 1) / 2;
            height = (height + 1) / 2;
        }
        while (Math.Min(width, height) >= 8 && list.Count < 6);
        levels = [.. list];
    }

    /// <summary>Motion in columns per frame, row by row.</summary>
    public float[] X => levels[0].U;

    /// <summary>Motion in rows per frame.</summary>
    public float[] Y => levels[0].V;

    /// <summary>Finds where every point of the first frame is in the second one.</summary>
    public void Estimate(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        first.CopyTo(levels[0].First);
        second.CopyTo(levels[0].Second);
        for (int n = 1; n < levels.Length; n++)
        {
            Halve(levels[n - 1].First, levels[n - 1], levels[n].First, levels[n]);
            Halve(levels[n - 1].Second, levels[n - 1], levels[n].Second, levels[n]);
        }

        for (int n = levels.Length - 1; n >= 0; n--)
        {
            if (n == levels.Length - 1)
            {
                Array.Clear(levels[n].U);
                Array.Clear(levels[n].V);
            }
            else
            {
                Enlarge(levels[n + 1].U, levels[n + 1], levels[n].U, levels[n]);
                Enlarge(levels[n + 1].V, levels[n + 1], levels[n].V, levels[n]);
            }

            Refine(levels[n]);
        }
    }

    /// <summary>Brightness between the pixels, bilinear; beyond the edge the edge goes on.</summary>
    public static float Sample(ReadOnlySpan<float> frame, int width, int height, float x, float y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int x0 = (int)x;
        int y0 = (int)y;
        int x1 = Math.Min(x0 + 1, width - 1);
        int y1 = Math.Min(y0 + 1, height - 1);
        float fx = x - x0;
        float fy = y - y0;
        float top = frame[(y0 * width) + x0] + (fx * (frame[(y0 * width) + x1] - frame[(y0 * width) + x0]));
        float bottom = frame[(y1 * width) + x0] + (fx * (frame[(y1 * width) + x1] - frame[(y1 * width) + x0]));
        return top + (fy * (bottom - top));
    }

    private static void Refine(Level level)
    {
        int w = level.Width;
        int h = level.Height;
        for (int warp = 0; warp < Warps; warp++)
        {
            for (int y = 0; y < h; y++)
            {
                for (int x = 0; x < w; x++)
                {
                    int i = (y * w) + x;
                    level.BaseU[i] = level.U[i];
                    level.BaseV[i] = level.V[i];
                    float tx = x + level.U[i];
                    float ty = y + level.V[i];
                    level.GradientX[i] = (Sample(level.Second, w, h, tx + 1, ty) - Sample(level.Second, w, h, tx - 1, ty)) / 2;
                    level.GradientY[i] = (Sample(level.Second, w, h, tx, ty + 1) - Sample(level.Second, w, h, tx, ty - 1)) / 2;
                    level.Error[i] = Sample(level.Second, w, h, tx, ty) - level.First[i];
                }
            }

            for (int sweep = 0; sweep < Sweeps; sweep++)
            {
                Sweep(level);
            }
        }
    }

    /// <summary>One Gauss-Seidel sweep of the linearised equations.</summary>
    private static void Sweep(Level level)
    {
        int w = level.Width;
        int h = level.Height;
        for (int y = 0; y < h; y++)
        {
            int up = y > 0 ? -w : 0;
            int down = y < h - 1 ? w : 0;
            for (int x = 0; x < w; x++)
            {
                int i = (y * w) + x;
                int left = x > 0 ? -1 : 0;
                int right = x < w - 1 ? 1 : 0;
                float u = (level.U[i + left] + level.U[i + right] + level.U[i + up] + level.U[i + down]) / 4;
                float v = (level.V[i + left] + level.V[i + right] + level.V[i + up] + level.V[i + down]) / 4;
                float gx = level.GradientX[i];
                float gy = level.GradientY[i];
                float residual = level.Error[i] + (gx * (u - level.BaseU[i])) + (gy * (v - level.BaseV[i]));
                float step = residual / (Smoothness + (gx * gx) + (gy * gy));
                level.U[i] = u - (gx * step);
                level.V[i] = v - (gy * step);
            }
        }
    }

    private static void Halve(float[] from, Level fine, float[] to, Level coarse)
    {
        for (int y = 0; y < coarse.Height; y++)
        {
            int y0 = 2 * y;
            int y1 = Math.Min(y0 + 1, fine.Height - 1);
            for (int x = 0; x < coarse.Width; x++)
            {
                int x0 = 2 * x;
                int x1 = Math.Min(x0 + 1, fine.Width - 1);
                to[(y * coarse.Width) + x] =
                    (from[(y0 * fine.Width) + x0] + from[(y0 * fine.Width) + x1] + from[(y1 * fine.Width) + x0] + from[(y1 * fine.Width) + x1]) / 4;
            }
        }
    }

    private static void Enlarge(float[] from, Level coarse, float[] to, Level fine)
    {
        for (int y = 0; y < fine.Height; y++)
        {
            for (int x = 0; x < fine.Width; x++)
            {
                to[(y * fine.Width) + x] = 2 * Sample(from, coarse.Width, coarse.Height, (x - 0.5f) / 2, (y - 0.5f) / 2);
            }
        }
    }

    private sealed class Level(int width, int height)
    {
        public int Width { get; } = width;

        public int Height { get; } = height;

        public float[] First { get; } = new float[width * height];

        public float[] Second { get; } = new float[width * height];

        public float[] U { get; } = new float[width * height];

        public float[] V { get; } = new float[width * height];

        public float[] BaseU { get; } = new float[width * height];

        public float[] BaseV { get; } = new float[width * height];

        public float[] GradientX { get; } = new float[width * height];

        public float[] GradientY { get; } = new float[width * height];

        public float[] Error { get; } = new float[width * height];
    }
}
