namespace Mesh.Node.Output;

/// <summary>What a command writes cannot be written: the disk is full, or nobody reads it any more.</summary>
internal sealed class OutputFailedException(IOException cause) : Exception(cause.Message, cause)
{
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>Who read it has what it wanted, as "head" has: no fault of the command.</summary>
    public bool IsReaderGone { get; } = cause.HResult is BrokenPipe or WindowsBrokenPipe or WindowsNoData;
}
