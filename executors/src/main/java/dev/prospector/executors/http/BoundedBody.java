package dev.prospector.executors.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer's body as text, up to a size that no right answer has. */
final class BoundedBody implements BodySubscriber<String> {
  private static final int MOST_MIB = 16;
  private static final int MOST_BYTES = MOST_MIB << 20;

  private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
  private Flow.Subscription subscription;
  private long received;

  /** What a longer one ends with. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("the answer has more than %d MiB, which is the limit".formatted(MOST_MIB));
    }
  }

  @Override
  public CompletionStage<String> getBody() {
    return text.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    text.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (received > MOST_BYTES) { // Some may still be on their way.
      return;
    }
    received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (received > MOST_BYTES) {
      subscription.cancel();
      text.onError(new TooLargeException());
    } else {
      text.onNext(buffers);
    }
  }

  @Override
  public void onError(Throwable trouble) {
    text.onError(trouble);
  }

  @Override
  public void onComplete() {
    text.onComplete();
  }
}
