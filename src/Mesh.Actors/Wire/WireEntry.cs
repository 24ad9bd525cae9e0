using Google.Protobuf;

namespace Mesh.Wire;

/// <summary>One manifest: the message type it stands for and how its bytes are written and read.</summary>
internal abstract class WireEntry(string manifest, Type type, int maxBytes)
{
    private long _messages;
    private long _bytes;

    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    public int MaxBytes { get; } = maxBytes;

    /// <summary>Messages of this manifest that came in since the process started, and their bytes.</summary>
    public (long Messages, long Bytes) Received => (Interlocked.Read(ref _messages), Interlocked.Read(ref _bytes));

    public void CountReceived(int bytes)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, bytes);
    }

    public abstract byte[] Write(object message);

    public abstract object Read(ReadOnlySpan<byte> bytes);

    /// <summary>A message by way of the class that protoc made for it.</summary>
    public static WireEntry Of<TMessage, TProto>(
        string manifest,
        Func<TMessage, TProto> write,
        Func<TProto, TMessage> read,
        int maxBytes = WireLimits.Message)
        where TMessage : class, IWireMessage
        where TProto : IMessage<TProto>, new() => new Generated<TMessage, TProto>(manifest, write, read, maxBytes);

    /// <summary>A message that is coded by hand.</summary>
    public static WireEntry ByHand<TMessage>(
        string manifest, WireWrite<TMessage> write, WireRead<TMessage> read, int maxBytes = WireLimits.State)
        where TMessage : class, IWireMessage => new Coded<TMessage>(manifest, write, read, maxBytes);

    private sealed class Generated<TMessage, TProto>(
        string manifest, Func<TMessage, TProto> write, Func<TProto, TMessage> read, int maxBytes)
        : WireEntry(manifest, typeof(TMessage), maxBytes)
        where TMessage : class, IWireMessage
        where TProto : IMessage<TProto>, new()
    {
        private static readonly MessageParser<TProto> Parser =
            new MessageParser<TProto>(() => new TProto()).WithDiscardUnknownFields(true);

        public override byte[] Write(object message) => write((TMessage)message).ToByteArray();

        public override object Read(ReadOnlySpan<byte> bytes) => read(Parser.ParseFrom(bytes));
    }

    private sealed class Coded<TMessage>(
        string manifest, WireWrite<TMessage> write, WireRead<TMessage> read, int maxBytes)
        : WireEntry(manifest, typeof(TMessage), maxBytes)
        where TMessage : class, IWireMessage
    {
        public override byte[] Write(object message)
        {
            var writer = WireWriter.Rent();
            try
            {
                write(ref writer, (TMessage)message);
                return writer.ToArray();
            }
            finally
            {
                writer.Return();
            }
        }

        public override object Read(ReadOnlySpan<byte> bytes) => read(bytes);
    }
}
