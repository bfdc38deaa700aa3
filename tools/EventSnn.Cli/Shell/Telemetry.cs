using EventSnn.Streaming.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventSnn.Cli.Shell;

/// <summary>Exports metrics and traces by OTLP, when the standard <c>OTEL_*</c> variables ask for it.</summary>
public sealed class Telemetry : IDisposable
{
    private readonly MeterProvider? meters;
    private readonly TracerProvider? traces;

    private Telemetry(MeterProvider? meters, TracerProvider? traces)
    {
        this.meters = meters;
        this.traces = traces;
    }

    /// <summary>Starts exporting where an endpoint is named and <c>OTEL_SDK_DISABLED</c> is not true.</summary>
    /// <returns>Dispose it to flush what is left.</returns>
    public static Telemetry Start()
    {
        if (string.Equals(Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new Telemetry(null, null);
        }

        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("eventsnn").AddEnvironmentVariableDetector();
        return new Telemetry(
            Asked("METRICS")
                ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(StreamingMetrics.Name).AddOtlpExporter().Build()
                : null,
            Asked("TRACES")
                ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(StreamingMetrics.Name).AddOtlpExporter().Build()
                : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        meters?.Dispose();
        traces?.Dispose();
    }

    private static bool Asked(string signal) =>
        (Has("OTEL_EXPORTER_OTLP_ENDPOINT") || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
        && Environment.GetEnvironmentVariable($"OTEL_{signal}_EXPORTER") is not "none";

    private static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}
